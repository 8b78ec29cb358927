import { ApiObject, Chart, JsonPatch, type ApiObjectMetadataDefinition } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClusterProfile, ClusterSingletons, Endpoint, type EndpointOptions } from '../platform';
import {
  HorizontalScaler,
  ScalingMetric,
  type HorizontalScalingOptions,
  type IScaleTarget,
  type ScaleTargetMetadata,
} from '../scaling';
import { AppChecks, Warnings, selectByLabels, tidyService } from '../synth';
import { ConstructError, isLatestImage, refuse } from '../validation';
import { mountFiles, mountWritablePaths } from './app-volumes';
import { DisruptionBudget } from './disruption-budget';
import { Exposure } from './exposure';
import { HealthCheck } from './health-check';
import { PodSpread } from './pod-spread';
import { pauseBeforeStop } from './pre-stop';
import { propProblems } from './prop-problems';
import { Rollout } from './rollout';
import { type ScalableWebAppProps } from './scalable-web-app-props';

/**
 * A web application that can be scaled: Deployment, Service and PodDisruptionBudget, with probes, a rollout that loses no request, and the Pod
 * Security Standard `restricted`. The cdk8s-plus objects are there to go on with.
 */
export class ScalableWebApp extends Construct implements IScaleTarget {
  public readonly apiVersion = 'apps/v1';
  public readonly kind = 'Deployment';
  /** Name of the Deployment and the Service. */
  public readonly name: string;
  /** The Deployment. */
  public readonly deployment: kplus.Deployment;
  /** The Service. */
  public readonly service: kplus.Service;
  /** The labels that select the pods. */
  public readonly podLabels: { [label: string]: string };

  private readonly replicas?: number;
  private readonly labels: { [label: string]: string };
  private scaler?: HorizontalScaler;

  /** @throws on an image without a tag, a port that the image does not have, a node port that is taken, a field that the cluster's release lacks. */
  constructor(scope: Construct, id: string, props: ScalableWebAppProps) {
    super(scope, id);
    this.name = props.name ?? id;
    this.replicas = props.replicas;
    this.labels = props.labels ?? {};
    this.podLabels = { app: this.name };
    refuse(this, ...propProblems(this.name, props, ClusterProfile.of(this)));
    warnAboutLatest(this, props.image.reference);
    ClusterSingletons.of(this).claim('application', `${Chart.of(this).namespace ?? 'default'}/${this.name}`, this);
    this.deployment = this.addDeployment(props);
    this.service = this.addService(props);
    this.addDisruptionBudget(props);
    AppChecks.attach(this);
  }

  /** Metadata of the Deployment. */
  public get metadata(): ScaleTargetMetadata {
    return { namespace: this.deployment.metadata.namespace };
  }

  /** Metadata of the pods, for whoever stamps labels or annotations on them. */
  public get podMetadata(): ApiObjectMetadataDefinition {
    return this.deployment.podMetadata;
  }

  /** Containers of the pods. */
  public get containers(): kplus.Container[] {
    return this.deployment.containers;
  }

  /** Called by whatever scales the app. An explicit `replicas` stays in the manifest, where the rules report it. */
  public markHasAutoscaler(): void {
    if (this.replicas === undefined) this.deployment.markHasAutoscaler();
  }

  /**
   * Scales on CPU use in percent of the CPU request, averaged over all pods.
   *
   * @throws at synthesis, if a container has no CPU request.
   */
  public scaleOnCpu(percent: number, options: HorizontalScalingOptions): HorizontalScaler {
    return this.scaleOn([ScalingMetric.cpuUtilization(percent)], options);
  }

  /**
   * Scales on memory use in percent of the memory request, averaged over all pods.
   *
   * @throws at synthesis, if a container has no memory request.
   */
  public scaleOnMemory(percent: number, options: HorizontalScalingOptions): HorizontalScaler {
    return this.scaleOn([ScalingMetric.memoryUtilization(percent)], options);
  }

  /**
   * Scales on any metrics; the one that asks for the most replicas wins.
   *
   * @throws if the app is scaled already.
   */
  public scaleOn(metrics: ScalingMetric[], options: HorizontalScalingOptions): HorizontalScaler {
    if (this.scaler) {
      throw new ConstructError(this, {
        what: `Deployment "${this.name}" is scaled by HorizontalPodAutoscaler "${this.scaler.name}" (${this.scaler.node.path}) already, and asks for a second autoscaler.`,
        why: 'Two autoscalers overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.',
        fix: 'Give all metrics to one call of scaleOn: the highest recommendation wins.',
      });
    }
    this.scaler = new HorizontalScaler(this, 'scaler', {
      ...options,
      metrics,
      target: this,
      name: this.name,
      labels: this.objectLabels,
    });
    return this.scaler;
  }

  /** The address of the app inside the cluster. */
  public endpoint(options: EndpointOptions = {}): Endpoint {
    return Endpoint.ofService(this, this.service, options);
  }

  private get objectLabels(): { [label: string]: string } {
    return {
      ...this.podLabels,
      'app.kubernetes.io/name': this.name,
      'app.kubernetes.io/component': 'web',
      'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
      ...this.labels,
    };
  }

  private addDeployment(props: ScalableWebAppProps): kplus.Deployment {
    const { image, rollout = Rollout.rolling(), cpu, memory } = props;
    const { options, security } = image;
    const checks = {
      readiness: props.readiness ?? options.readiness ?? HealthCheck.tcp(),
      liveness: props.liveness ?? options.liveness,
      startup: props.startup,
    };
    const deployment = new kplus.Deployment(this, 'deployment', {
      metadata: { name: this.name, labels: this.objectLabels },
      podMetadata: { labels: { ...this.labels, 'app.kubernetes.io/name': this.name } },
      select: false,
      replicas: this.replicas,
      strategy: rollout.toStrategy(),
      minReady: rollout.minReady,
      terminationGracePeriod: rollout.gracePeriod,
      securityContext: security.pod,
    });
    selectByLabels(deployment, this.podLabels);
    const container = deployment.addContainer({
      name: this.name,
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
      ...pauseBeforeStop(this, deployment, this.name, image, rollout.preStopPause),
    });
    mountWritablePaths(this, container, options.writablePaths ?? []);
    const annotations: Record<string, string> = {};
    if (options.files?.length) {
      annotations['cdk8s-autoscaling/files'] = mountFiles(this, container, this.name, options.files);
    }
    for (const [check, { optOutReason }] of Object.entries({ ...withoutUndefined(checks) })) {
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
              spread.map((constraint) => constraint.toSpec(this.podLabels)),
            ),
          ]
        : []),
      ...(options.architecture
        ? [JsonPatch.add(`${podSpec}/nodeSelector`, { 'kubernetes.io/arch': options.architecture })]
        : []),
    );
    return deployment;
  }

  private addService({ image, exposure = Exposure.clusterIp() }: ScalableWebAppProps): kplus.Service {
    const imagePorts = image.ports;
    const ports = exposure.ports.map(({ name = imagePorts[0]?.name, port, nodePort }, index) => {
      const imagePort = imagePorts.find((candidate) => candidate.name === name);
      if (!imagePort) {
        throw new ConstructError(this, {
          what: `Service "${this.name}" leads to port "${String(name)}", which the image "${image.reference}" does not have.`,
          why: 'Nothing listens there.',
          fix: `Use one of its ports: ${imagePorts.map((candidate) => `"${candidate.name}"`).join(', ')}.`,
        });
      }
      if (nodePort !== undefined) ClusterSingletons.of(this).claim('node port', String(nodePort), this);
      const isFirst = imagePort === imagePorts[0] && index === 0;
      return {
        name: imagePort.name,
        port: port ?? (isFirst ? 80 : imagePort.port),
        targetPort: imagePort.port,
        nodePort,
      };
    });
    const service = new kplus.Service(this, 'service', {
      metadata: { name: this.name, labels: this.objectLabels, annotations: exposure.annotations },
      type: exposure.type,
      selector: this.deployment,
      ports,
    });
    tidyService(service);
    return service;
  }

  private addDisruptionBudget({ disruptionBudget = DisruptionBudget.maxUnavailable(1) }: ScalableWebAppProps): void {
    const budget = disruptionBudget.toSpec();
    if (!budget) return;
    new ApiObject(this, 'disruption-budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: this.name, labels: this.objectLabels },
      spec: {
        selector: { matchLabels: this.podLabels },
        ...budget,
        // A pod that never becomes ready must not hold a drain up.
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }
}

function warnAboutLatest(scope: Construct, reference: string): void {
  if (!isLatestImage(reference)) return;
  Warnings.of(scope).add(
    `[${scope.node.path}] The image "${reference}" moves: each node runs what it happened to pull, so that a scale-out mixes versions. Pin a version.`,
  );
}

function withoutUndefined<T>(map: { readonly [key: string]: T | undefined }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
