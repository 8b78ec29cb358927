import type * as kplus from 'cdk8s-plus-28';
import {
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  labelKeyProblem,
  labelsError,
  labelValueProblem,
  nameError,
  parseIpAddress,
  wholeNumberProblem,
  type Problem,
} from '../../validation';
import { relativePathProblem } from './relative-path';

/** The fields of pods that the props take as the API has them. */
export interface PlainPodFields {
  readonly affinity?: kplus.k8s.Affinity;
  readonly tolerations?: kplus.k8s.Toleration[];
  readonly hostAliases?: kplus.k8s.HostAlias[];
  readonly dnsConfig?: kplus.k8s.PodDnsConfig;
  readonly podSecurityContext?: kplus.k8s.PodSecurityContext;
}

/** What the API server refuses in them, beyond their types. */
export function plainFieldProblems(fields: PlainPodFields): readonly (Problem | undefined)[] {
  const { tolerations = [], hostAliases = [], dnsConfig, affinity, podSecurityContext } = fields;
  return [
    ...tolerations.flatMap(({ key, value }) => [
      key === undefined || key === '' ? undefined : nameError('The key of a toleration', key, labelKeyProblem(key)),
      formError('The value of a toleration', value, labelValueProblem),
    ]),
    ...hostAliases.flatMap(({ ip, hostnames = [] }) => [
      formError('The IP address of a host alias', ip, addressProblem),
      ...hostnames.map((name) => nameError('The host alias', name, dnsSubdomainProblem(name))),
    ]),
    ...dnsProblems(dnsConfig),
    ...affinityProblems(affinity),
    ...securityProblems(podSecurityContext),
  ];
}

function addressProblem(address: string): string | undefined {
  return parseIpAddress(address) ? undefined : 'must be an IP address, such as 10.0.0.10';
}

function dnsProblems(config: kplus.k8s.PodDnsConfig | undefined): readonly (Problem | undefined)[] {
  const { nameservers = [], searches = [], options = [] } = config ?? {};
  return [
    ...nameservers.map((server) => nameError('The nameserver', server, addressProblem(server))),
    ...searches.map((domain) => nameError('The search domain', domain, searchProblem(domain))),
    ...options.map(({ name }) =>
      name === undefined || name === '' ? nameError('The DNS option', '', 'must have a name') : undefined,
    ),
  ];
}

/** A lone dot is the root; a dot may end a domain, and the kubelet passes underscores on. */
function searchProblem(domain: string): string | undefined {
  return domain === '.' ? undefined : dnsSubdomainProblem(domain.replace(/\.$/, '').replaceAll('_', 'x'));
}

function affinityProblems(affinity: kplus.k8s.Affinity | undefined): readonly (Problem | undefined)[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  const nodeTerms = [
    ...(nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []),
    ...(nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ preference }) => preference),
  ];
  const podTerms = [podAffinity, podAntiAffinity].flatMap((each) => [
    ...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
  const weights = [nodeAffinity, podAffinity, podAntiAffinity].flatMap((each) =>
    (each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight }) => weight),
  );
  return [
    ...nodeTerms.flatMap(({ matchExpressions = [] }) => matchExpressions.map(({ key }) => keyError(key))),
    ...podTerms.flatMap(podTermProblems),
    ...weights.map((weight) => wholeNumberProblem('The weight of an affinity', weight, 1, 100)),
  ];
}

function podTermProblems(term: kplus.k8s.PodAffinityTerm): readonly (Problem | undefined)[] {
  const { topologyKey, namespaces = [] } = term;
  const selectors = [term.labelSelector, term.namespaceSelector];
  return [
    nameError('The topology key', topologyKey, labelKeyProblem(topologyKey)),
    ...namespaces.map((name) => nameError('The namespace of an affinity', name, dnsLabelProblem(name))),
    ...selectors.map((selector) => labelsError(selector?.matchLabels ?? {})),
    ...selectors.flatMap((selector) => (selector?.matchExpressions ?? []).map(({ key }) => keyError(key))),
  ];
}

function keyError(key: string): Problem | undefined {
  return nameError('The label key of an affinity', key, labelKeyProblem(key));
}

function securityProblems(context: kplus.k8s.PodSecurityContext | undefined): readonly (Problem | undefined)[] {
  const { fsGroup, runAsGroup, runAsUser, supplementalGroups = [], seccompProfile, sysctls = [] } = context ?? {};
  const { type, localhostProfile } = seccompProfile ?? {};
  return [
    wholeNumberProblem('The fsGroup of the pods', fsGroup, 0),
    wholeNumberProblem('The runAsGroup of the pods', runAsGroup, 0),
    wholeNumberProblem('The runAsUser of the pods', runAsUser, 0),
    ...supplementalGroups.map((group) => wholeNumberProblem('A supplemental group of the pods', group, 0)),
    seccompProfile && (type === 'Localhost') !== (localhostProfile !== undefined) ? LOCALHOST : undefined,
    formError('The localhostProfile', localhostProfile, relativePathProblem),
    ...sysctls.map(({ name }) => nameError('The sysctl', name, sysctlProblem(name))),
  ];
}

const LOCALHOST: Problem = {
  what: 'The seccompProfile of the pods has a localhostProfile without the type Localhost, or the type without one.',
  why: 'The API server refuses the pods.',
  fix: "Use { type: 'Localhost', localhostProfile: 'profiles/app.json' }, or leave the profile out.",
};

function sysctlProblem(name: string): string | undefined {
  const segment = '[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
  return new RegExp(`^${segment}(?:[./]${segment})*$`).test(name) && name.length <= 253
    ? undefined
    : 'must be the name of a kernel parameter, such as net.core.somaxconn';
}
