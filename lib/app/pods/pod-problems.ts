import * as kplus from 'cdk8s-plus-28';
import { type ClusterProfile } from '../../platform';
import {
  annotationsError,
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  labelsError,
  nameError,
  type Problem,
} from '../../validation';
import { volumeName } from '../app-volumes';
import { type ScalableAppProps } from '../scalable-app-props';
import { containersOf, portsOf, type AppContainer } from './app-containers';
import { type AppPodProps, type PodResourceClaimOptions } from './app-pod-props';
import { containerProblems } from './container-problems';
import { plainFieldProblems } from './pod-field-problems';

/** The release from which an init container may go on running without a feature gate. */
const NATIVE_SIDECARS = '1.29';

/** What is wrong with the pods of an app. */
export function podProblems(
  appName: string,
  props: ScalableAppProps,
  cluster: ClusterProfile,
): readonly (Problem | undefined)[] {
  const containers = containersOf(appName, props);
  const { podAnnotations = {}, podLabels = {}, nodeSelector = {}, imagePullSecrets = [], resourceClaims = [] } = props;
  return [
    ...containers.flatMap((container) =>
      containerProblems(
        container.role === 'app' ? `The app "${appName}"` : `The ${container.role} "${container.name}"`,
        container,
      ),
    ),
    ...containers.map(({ name }) => nameError('The container', name, dnsLabelProblem(name))),
    sameName(containers),
    samePort(containers),
    differentVolumes(containers),
    tooOld(containers, cluster),
    props.serviceAccount?.problem(),
    annotationsError(podAnnotations),
    labelsError(podLabels),
    labelsError(nodeSelector),
    ...imagePullSecrets.map((name) => nameError('The imagePullSecret', name, dnsSubdomainProblem(name))),
    formError('The PriorityClass', props.priorityClassName, dnsSubdomainProblem),
    formError('The RuntimeClass', props.runtimeClassName, dnsSubdomainProblem),
    formError('The scheduler', props.schedulerName, dnsSubdomainProblem),
    withoutServers(props),
    ...plainFieldProblems(props),
    ...resourceClaims.map(claimProblem),
    unknownClaim(containers, resourceClaims),
  ];
}

function sameName(containers: readonly AppContainer[]): Problem | undefined {
  const names = containers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return {
    what: `Two containers of the pod are called "${twice}".`,
    why: 'The API server refuses the pods.',
    fix: 'Give each a name of its own; the app has the first.',
  };
}

function samePort(containers: readonly AppContainer[]): Problem | undefined {
  const ports = portsOf(containers);
  for (const [index, { name, port }] of ports.entries()) {
    const other = ports.slice(0, index).find((each) => each.name === name || each.port === port);
    if (!other) continue;
    return {
      what: `Two containers of the pod have the port ${other.port === port ? port : `name "${name}"`}.`,
      why: 'They share one network: a Service could not tell the two apart, and the second cannot listen.',
      fix: 'Give each port a name and a number of its own, with portName and port of the image.',
    };
  }
  return undefined;
}

function differentVolumes(containers: readonly AppContainer[]): Problem | undefined {
  const seen = new Map<string, string>();
  for (const { name: container, role, props } of containers) {
    const { writablePaths = [], files = [] } = props.image.options;
    const prefix = role === 'app' ? '' : `${container}-`;
    const folders = [...writablePaths, ...files.map(({ path }) => path.slice(0, path.lastIndexOf('/')))];
    for (const folder of folders) seen.set(volumeName(prefix, folder), `the folder ${folder} of "${container}"`);
  }
  for (const { volume } of containers.flatMap(({ props: { volumeMounts = [] } }) => volumeMounts)) {
    const content = JSON.stringify([volume.toSpec(), volume.claim]);
    const other = seen.get(volume.name) ?? content;
    seen.set(volume.name, content);
    if (other === content) continue;
    return {
      what: `Two different volumes of the pod are called "${volume.name}".`,
      why: 'Containers mount volumes by their names: the API server refuses the pods.',
      fix: 'Give one of them another name, with the first argument or `volumeName`.',
    };
  }
  return undefined;
}

function tooOld(containers: readonly AppContainer[], cluster: ClusterProfile): Problem | undefined {
  const sidecar = containers.find(({ role }) => role === 'native sidecar');
  if (!sidecar || cluster.isAtLeast(NATIVE_SIDECARS)) return undefined;
  return {
    what: `The init container "${sidecar.name}" has restartAlways, and the cluster runs Kubernetes ${cluster.kubernetes}.`,
    why: `Native sidecars came with Kubernetes ${NATIVE_SIDECARS}; without them the app waits for its end for ever.`,
    fix: `Move to Kubernetes ${NATIVE_SIDECARS}, or make it one of the \`sidecars\`.`,
  };
}

function withoutServers({ dnsPolicy, dnsConfig }: AppPodProps): Problem | undefined {
  if (dnsPolicy !== kplus.DnsPolicy.NONE || (dnsConfig?.nameservers ?? []).length > 0) return undefined;
  return {
    what: 'The dnsPolicy is None, and dnsConfig has no nameservers.',
    why: 'The pods would have nobody to ask: the API server refuses them.',
    fix: "Name a server: dnsConfig: { nameservers: ['10.0.0.10'] }.",
  };
}

function claimProblem(claim: PodResourceClaimOptions): Problem | undefined {
  const { name, resourceClaimName, resourceClaimTemplateName } = claim;
  if ((resourceClaimName === undefined) === (resourceClaimTemplateName === undefined)) {
    return {
      what: `The resource claim "${name}" has ${resourceClaimName === undefined ? 'neither' : 'both of'} resourceClaimName ${resourceClaimName === undefined ? 'nor' : 'and'} resourceClaimTemplateName.`,
      why: 'The API server takes exactly one of them.',
      fix: 'Name the claim that all pods share, or the template that gives each its own.',
    };
  }
  return (
    nameError('The resource claim', name, dnsLabelProblem(name)) ??
    formError('The ResourceClaim', resourceClaimName, dnsSubdomainProblem) ??
    formError('The ResourceClaimTemplate', resourceClaimTemplateName, dnsSubdomainProblem)
  );
}

function unknownClaim(
  containers: readonly AppContainer[],
  claims: readonly PodResourceClaimOptions[],
): Problem | undefined {
  for (const { name, props } of containers) {
    const unknown = props.claims?.find((claim) => !claims.some((each) => each.name === claim));
    if (unknown === undefined) continue;
    return {
      what: `The container "${name}" uses the resource claim "${unknown}", which the pod does not have.`,
      why: 'The API server refuses the pods.',
      fix: `Add it to resourceClaims${claims.length > 0 ? `, or use one of them: ${claims.map((each) => `"${each.name}"`).join(', ')}` : ''}.`,
    };
  }
  return undefined;
}
