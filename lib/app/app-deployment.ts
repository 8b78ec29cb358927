import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { selectByLabels } from '../synth';
import { mountFiles, mountWritablePaths } from './app-volumes';
import { HealthCheck } from './health-check';
import { PodSpread } from './pod-spread';
import { pauseBeforeStop } from './pre-stop';
import { Rollout } from './rollout';
import { type ScalableWebAppProps } from './scalable-web-app-props';

/** What an app and all of its objects are called. */
export interface AppIdentity {
  readonly name: string;
  /** The labels that select the pods. */
  readonly podLabels: { readonly [label: string]: string };
  /** The labels of all objects. */
  readonly objectLabels: { [label: string]: string };
}

/** The Deployment of an app: one container with its probes, volumes, security and pause before stopping. */
export function addAppDeployment(
  scope: Construct,
  identity: AppIdentity,
  props: ScalableWebAppProps,
): kplus.Deployment {
  const { name, podLabels, objectLabels } = identity;
  const { image, rollout = Rollout.rolling(), cpu, memory } = props;
  const { options, security } = image;
  const checks = {
    readiness: props.readiness ?? options.readiness ?? HealthCheck.tcp(),
    liveness: props.liveness ?? options.liveness,
    startup: props.startup,
  };
  const deployment = new kplus.Deployment(scope, 'deployment', {
    metadata: { name: name, labels: objectLabels },
    podMetadata: { labels: { ...props.labels, 'app.kubernetes.io/name': name } },
    select: false,
    replicas: props.replicas,
    strategy: rollout.toStrategy(),
    minReady: rollout.minReady,
    terminationGracePeriod: rollout.gracePeriod,
    securityContext: security.pod,
  });
  selectByLabels(deployment, podLabels);
  const container = deployment.addContainer({
    name: name,
    image: image.reference,
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    command: options.command,
    args: options.args,
    ports: image.ports.map(({ name, port }) => ({ name, number: port })),
    envVariables: props.environment,
    resources: { cpu, memory },
    securityContext: security.container,
    readiness: checks.readiness.toProbe(options.port),
    liveness: checks.liveness?.toProbe(options.port),
    startup: checks.startup?.toProbe(options.port),
    ...pauseBeforeStop(scope, deployment, name, image, rollout.preStopPause),
  });
  mountWritablePaths(scope, container, options.writablePaths ?? []);
  const annotations: Record<string, string> = {};
  if (options.files?.length) {
    annotations['cdk8s-autoscaling/files'] = mountFiles(scope, container, name, options.files);
  }
  for (const [check, { optOutReason }] of Object.entries(withoutUndefined(checks))) {
    if (optOutReason !== undefined) annotations[`cdk8s-autoscaling/no-${check}`] = optOutReason;
  }
  if (security.rootReason !== undefined) annotations['cdk8s-autoscaling/runs-as-root'] = security.rootReason;
  for (const [key, value] of Object.entries(annotations)) deployment.podMetadata.addAnnotation(key, value);

  const spread = props.spread ?? [PodSpread.overNodes(), PodSpread.overZones()];
  const podSpec = '/spec/template/spec';
  ApiObject.of(deployment).addJsonPatch(
    ...(spread.length > 0
      ? [
          JsonPatch.add(
            `${podSpec}/topologySpreadConstraints`,
            spread.map((constraint) => constraint.toSpec(podLabels)),
          ),
        ]
      : []),
    ...(options.architecture
      ? [JsonPatch.add(`${podSpec}/nodeSelector`, { 'kubernetes.io/arch': options.architecture })]
      : []),
  );
  return deployment;
}

function withoutUndefined<T>(map: { readonly [key: string]: T | undefined }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
