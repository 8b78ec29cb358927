import { ApiObject, JsonPatch } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { fields, list, type Fields } from '../../checks';
import { selectByLabels } from '../../synth';
import { PodSpread } from '../pod-spread';
import { type ScalableAppProps } from '../scalable-app-props';
import { type Stopping } from '../stopping';
import { addContainer } from './add-container';
import { checksOf, containersOf } from './app-containers';
import { type AppIdentity } from './app-identity';
import { type AppPodProps } from './app-pod-props';
import { configChecksum } from './config-checksum';
import { annotatePods, writePodFields } from './pod-fields';
import { volumesOf } from './pod-volumes';

/** What cdk8s-plus has to know of a workload and its pods before they have containers. */
export function workloadProps(
  { name, objectLabels, annotations }: AppIdentity,
  props: ScalableAppProps,
  { gracePeriod }: Stopping,
): kplus.WorkloadProps {
  return {
    metadata: { name, labels: objectLabels, annotations },
    podMetadata: {
      labels: {
        ...props.labels,
        ...props.podLabels,
        ...props.serviceAccount?.podLabels,
        'app.kubernetes.io/name': name,
      },
    },
    select: false,
    terminationGracePeriod: gracePeriod,
    securityContext: props.image.security.pod,
    automountServiceAccountToken: props.automountServiceAccountToken ?? false,
  };
}

/** Gives a workload its pods: containers, volumes, place in the cluster, and the annotations that make a change restart them. */
export function addPods(
  scope: Construct,
  workload: kplus.Workload,
  identity: AppIdentity,
  props: ScalableAppProps,
  { preStopPause }: Stopping,
): void {
  const { name, podLabels } = identity;
  selectByLabels(workload, podLabels);
  const containers = containersOf(name, props);
  const added = containers.map((container) => addContainer(scope, workload, name, container, preStopPause));
  const checksums = added.flatMap(({ files }) => files ?? []);
  const rootReasons = containers.flatMap(({ name: container, role, props: { image } }) => {
    const { rootReason } = image.security;
    if (rootReason === undefined) return [];
    return role === 'app' ? rootReason : `${container}: ${rootReason}`;
  });
  const annotations = {
    ...props.podAnnotations,
    ...(checksums.length > 0 ? { 'cdk8s-autoscaling/files': checksums.join('.') } : {}),
    ...(rootReasons.length > 0 ? { 'cdk8s-autoscaling/runs-as-root': rootReasons.join('; ') } : {}),
  };
  for (const [key, value] of Object.entries(annotations)) workload.podMetadata.addAnnotation(key, value);
  place(workload, props, podLabels);
  const volumes = volumesOf(scope, identity, containers);
  const serviceAccountName = props.serviceAccount?.addTo(scope, identity);
  writePodFields(workload, {
    spec: { ...podFields(props), volumes, serviceAccountName },
    containers: Object.fromEntries(containers.map((each, index) => [each.name, added[index]?.fields ?? {}])),
  });
  annotatePods(workload, (podSpec) => {
    const checksum = configChecksum(scope, podSpec);
    return { ...(checksum ? { 'cdk8s-autoscaling/config': checksum } : {}), ...optOuts(props, name, podSpec) };
  });
}

/** Why the app's own container does without a check, unless somebody wrote one all the same. */
function optOuts(props: ScalableAppProps, name: string, podSpec: Fields): { readonly [annotation: string]: string } {
  const container = list(podSpec, 'containers').find((each) => fields(each).name === name);
  const reasons = [...checksOf({ name, props, role: 'app' })].flatMap(([role, { optOutReason }]) =>
    optOutReason === undefined || `${role}Probe` in fields(container)
      ? []
      : [[`cdk8s-autoscaling/no-${role}`, optOutReason]],
  );
  return Object.fromEntries(reasons) as { readonly [annotation: string]: string };
}

/** Where the pods may run. */
function place(workload: kplus.Workload, props: ScalableAppProps, podLabels: AppIdentity['podLabels']): void {
  const { spread = [PodSpread.overNodes(), PodSpread.overZones()], image, nodeSelector = {} } = props;
  const { architecture } = image.options;
  const nodes = { ...(architecture ? { 'kubernetes.io/arch': architecture } : {}), ...nodeSelector };
  const revision = workload.kind === 'StatefulSet' ? 'controller-revision-hash' : 'pod-template-hash';
  const podSpec = '/spec/template/spec';
  ApiObject.of(workload).addJsonPatch(
    ...(spread.length > 0
      ? [
          JsonPatch.add(
            `${podSpec}/topologySpreadConstraints`,
            spread.map((constraint) => constraint.toSpec(podLabels, revision)),
          ),
        ]
      : []),
    ...(Object.keys(nodes).length > 0 ? [JsonPatch.add(`${podSpec}/nodeSelector`, nodes)] : []),
  );
}

function podFields(props: AppPodProps): Fields {
  return {
    imagePullSecrets: props.imagePullSecrets?.map((name) => ({ name })),
    tolerations: props.tolerations,
    affinity: props.affinity,
    priorityClassName: props.priorityClassName,
    runtimeClassName: props.runtimeClassName,
    schedulerName: props.schedulerName,
    hostAliases: props.hostAliases,
    dnsPolicy: props.dnsPolicy,
    dnsConfig: props.dnsConfig,
    resourceClaims: props.resourceClaims,
    enableServiceLinks: props.enableServiceLinks,
    shareProcessNamespace: props.shareProcessNamespace ? true : undefined,
    securityContext: props.podSecurityContext,
  };
}
