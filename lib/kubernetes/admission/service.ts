import { dnsSubdomainProblem, labelKeyProblem, parseIpAddress, portNameProblem } from '../../validation';
import { at, fields, list, number, text, type Fields } from '../fields';
import { isAtLeast } from '../release';
import { type Refusal, type Servers } from './refusal';
import { labelRefusals } from './selector';

const REFUSED = 'The API server refuses the Service.';
/** The port of the kubelet, which no node may offer to the outside. */
const KUBELET_PORT = 10250;
/** A day, the longest that clients may stick to a pod. */
const LONGEST_AFFINITY = 86_400;
/** The release from which externalTrafficPolicy is also for Services with externalIPs. */
const POLICY_OF_EXTERNAL_IPS = '1.29';
const DISTRIBUTIONS: readonly (readonly [since: string, values: readonly string[]])[] = [
  ['1.34', ['PreferClose', 'PreferSameZone', 'PreferSameNode']],
  ['1.31', ['PreferClose']],
];

/** A Service as the API server sees it: what is empty is not there. */
interface Service {
  readonly spec: Fields;
  readonly type: string;
  readonly clusterIp: string;
  readonly ports: readonly unknown[];
}

/**
 * What the API server refuses in a Service beyond the types of its fields; numbers and names of its ports are left to who knows them.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export function* serviceRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const spec = fields(manifest, 'spec');
  const service: Service = {
    spec,
    type: given(text(spec, 'type')) ?? 'ClusterIP',
    clusterIp: text(spec, 'clusterIP') ?? '',
    ports: list(spec, 'ports'),
  };
  yield* addressRefusals(service);
  yield* portRefusals(service);
  yield* loadBalancerRefusals(service);
  yield* policyRefusals(service, servers);
  yield* familyRefusals(service);
  yield* affinityRefusals(service);
  yield* labelRefusals(fields(spec, 'selector'), 'spec.selector', REFUSED);
}

/** A text that is not empty: the API server takes an empty one for none. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function refusal(field: string, what: string, fix: string): Refusal {
  return { field: `spec.${field}`, what, why: REFUSED, fix };
}

function* addressRefusals({ spec, type, clusterIp }: Service): Iterable<Refusal> {
  if (type === 'ExternalName') {
    const name = text(spec, 'externalName') ?? '';
    const problem = name === '' ? undefined : dnsSubdomainProblem(name.replace(/\.$/, ''));
    if (name === '') {
      yield refusal('externalName', 'it is of type ExternalName and has no externalName', 'Name the host.');
    }
    if (problem) {
      yield refusal(
        'externalName',
        `the externalName "${name}" ${problem}`,
        'Write a DNS name, without scheme and port.',
      );
    }
    if (clusterIp !== '') {
      yield refusal('clusterIP', `it is of type ExternalName and has clusterIP ${clusterIp}`, 'Remove clusterIP.');
    }
  } else if (clusterIp === 'None') {
    if (type === 'NodePort' || type === 'LoadBalancer') {
      yield refusal(
        'clusterIP',
        `it is of type ${type} and has no cluster IP (None)`,
        'Remove clusterIP, or make it a ClusterIP Service.',
      );
    }
  } else if (clusterIp !== '' && !parseIpAddress(clusterIp)) {
    yield refusal(
      'clusterIP',
      `clusterIP "${clusterIp}" is not an IP address`,
      'Remove it, or write None for a headless Service.',
    );
  }
  for (const [i, each] of list(spec, 'externalIPs').entries()) {
    const problem = typeof each === 'string' ? externalIpProblem(each) : undefined;
    if (problem) {
      yield refusal(
        `externalIPs[${i}]`,
        `the external IP "${String(each)}" ${problem}`,
        'Use an address that leads to nodes of the cluster.',
      );
    }
  }
}

function externalIpProblem(text: string): string | undefined {
  const address = parseIpAddress(text);
  if (!address) return 'is not an IP address';
  const { family, value } = address;
  if (value === 0n) return 'is unspecified';
  const top = (bits: number): bigint => value >> BigInt((family === 4 ? 32 : 128) - bits);
  if (family === 4 ? top(8) === 127n : value === 1n) return 'leads back to the node itself';
  const isLinkLocal =
    family === 4 ? top(16) === 0xa9fen || top(24) === 0xe00000n : top(10) === 0x3fan || top(16) === 0xff02n;
  return isLinkLocal ? 'is link-local' : undefined;
}

function* portRefusals({ type, clusterIp, ports }: Service): Iterable<Refusal> {
  if (ports.length === 0 && clusterIp !== 'None' && type !== 'ExternalName') {
    yield refusal('ports', 'it has no ports', 'List them, or make it headless with clusterIP: None.');
  }
  for (const [i, port] of ports.entries()) {
    if (type === 'LoadBalancer' && number(port, 'port') === KUBELET_PORT) {
      yield refusal(
        `ports[${i}].port`,
        `it offers port ${KUBELET_PORT}, which is the kubelet's, to the outside`,
        'Use another port; targetPort may stay.',
      );
    }
    const target = text(port, 'targetPort') ?? '';
    const targetProblem = target === '' ? undefined : portNameProblem(target);
    if (targetProblem) {
      yield refusal(
        `ports[${i}].targetPort`,
        `the targetPort "${target}" ${targetProblem}`,
        'Name a port of the pods, or write its number without quotes.',
      );
    }
    const protocol = text(port, 'appProtocol');
    const protocolProblem = protocol === undefined ? undefined : labelKeyProblem(protocol);
    if (protocolProblem) {
      yield refusal(
        `ports[${i}].appProtocol`,
        `the appProtocol "${String(protocol)}" ${protocolProblem}`,
        'Write a name such as http, or kubernetes.io/h2c.',
      );
    }
  }
}

function* loadBalancerRefusals({ spec, type }: Service): Iterable<Refusal> {
  const isBalanced = type === 'LoadBalancer';
  const balancerClass = text(spec, 'loadBalancerClass');
  const ranges = list(spec, 'loadBalancerSourceRanges');
  const parts = [
    ...(balancerClass === undefined ? [] : ['loadBalancerClass']),
    ...(typeof spec.allocateLoadBalancerNodePorts === 'boolean' ? ['allocateLoadBalancerNodePorts'] : []),
    ...(ranges.length > 0 ? ['loadBalancerSourceRanges'] : []),
  ];
  for (const field of isBalanced ? [] : parts) {
    yield refusal(field, `it has ${field} and is of type ${type}`, `Remove ${field}, or make it a LoadBalancer.`);
  }
  const problem = balancerClass === undefined ? undefined : labelKeyProblem(balancerClass);
  if (problem) {
    yield refusal(
      'loadBalancerClass',
      `the loadBalancerClass "${String(balancerClass)}" ${problem}`,
      'Name the class as its controller does.',
    );
  }
  for (const [i, range] of ranges.entries()) {
    if (typeof range !== 'string' || isCidr(range.trim())) continue;
    yield refusal(
      `loadBalancerSourceRanges[${i}]`,
      `the source range "${range}" is not a network`,
      'Write it as 192.0.2.0/24; one address is 192.0.2.1/32.',
    );
  }
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const parsed = parseIpAddress(address);
  return !!parsed && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (parsed.family === 4 ? 32 : 128);
}

function* policyRefusals({ spec, type }: Service, { kubernetes }: Servers): Iterable<Refusal> {
  const external = text(spec, 'externalTrafficPolicy') ?? '';
  const hasOutside =
    type === 'NodePort' ||
    type === 'LoadBalancer' ||
    (isAtLeast(kubernetes, POLICY_OF_EXTERNAL_IPS) && list(spec, 'externalIPs').length > 0);
  if (external !== '' && !hasOutside) {
    yield refusal(
      'externalTrafficPolicy',
      `it has externalTrafficPolicy ${external}, and nothing outside of the cluster reaches it`,
      'Remove it, or make it a NodePort or LoadBalancer Service.',
    );
  }
  if (text(spec, 'internalTrafficPolicy') === '') {
    yield refusal('internalTrafficPolicy', 'internalTrafficPolicy is empty', 'Write Cluster or Local, or remove it.');
  }
  const healthPort = number(spec, 'healthCheckNodePort') ?? 0;
  if (healthPort !== 0 && (type !== 'LoadBalancer' || external !== 'Local' || healthPort < 0)) {
    yield refusal(
      'healthCheckNodePort',
      `it has healthCheckNodePort ${healthPort}`,
      'It is for LoadBalancer Services with externalTrafficPolicy: Local.',
    );
  }
  const distribution = text(spec, 'trafficDistribution');
  const [, known] = DISTRIBUTIONS.find(([since]) => isAtLeast(kubernetes, since)) ?? [];
  if (distribution !== undefined && known && !known.includes(distribution)) {
    yield refusal('trafficDistribution', `trafficDistribution is "${distribution}"`, `Use ${known.join(' or ')}.`);
  }
}

function* familyRefusals({ spec, type }: Service): Iterable<Refusal> {
  const policy = text(spec, 'ipFamilyPolicy');
  const families = list(spec, 'ipFamilies');
  if (type === 'ExternalName') {
    if (policy !== undefined) {
      yield refusal('ipFamilyPolicy', 'it is of type ExternalName and has ipFamilyPolicy', 'Remove ipFamilyPolicy.');
    }
    if (families.length > 0) {
      yield refusal('ipFamilies', 'it is of type ExternalName and has ipFamilies', 'Remove ipFamilies.');
    }
    return;
  }
  if (policy === '') yield refusal('ipFamilyPolicy', 'ipFamilyPolicy is empty', 'Write SingleStack, or remove it.');
  for (const [i, family] of families.entries()) {
    if (typeof family !== 'string' || family === 'IPv4' || family === 'IPv6') continue;
    yield refusal(`ipFamilies[${i}]`, `the IP family is "${family}"`, 'Write IPv4 or IPv6.');
  }
  if (new Set(families).size < families.length) {
    yield refusal('ipFamilies', `it names ${String(families[0])} twice in ipFamilies`, 'Name each family once.');
  }
}

function* affinityRefusals({ spec }: Service): Iterable<Refusal> {
  if (text(spec, 'sessionAffinity') !== 'ClientIP') return;
  const seconds = at(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
  if (typeof seconds !== 'number' || (seconds > 0 && seconds <= LONGEST_AFFINITY)) return;
  yield refusal(
    'sessionAffinityConfig.clientIP.timeoutSeconds',
    `clients stick to a pod for ${seconds} s`,
    `Use 1 to ${LONGEST_AFFINITY} seconds.`,
  );
}
