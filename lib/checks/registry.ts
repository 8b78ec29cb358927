import { type Severity } from './finding';
import { type FindMistakes, type Rule } from './rule';
import { addressPool } from './rules/address-pool';
import { apiServiceConflict } from './rules/apiservice-conflict';
import { boundsAndBehaviour } from './rules/bounds-and-behaviour';
import { capacity } from './rules/capacity';
import { crdOrder } from './rules/crd-order';
import { crdTooLarge } from './rules/crd-too-large';
import { doubleAutoscaler } from './rules/double-autoscaler';
import { droppedZeroValue } from './rules/dropped-zero-value';
import { duplicateObject } from './rules/duplicate-object';
import { hardenedImage } from './rules/hardened-image';
import { ingressBackend } from './rules/ingress-backend';
import { ingressClass } from './rules/ingress-class';
import { ignoreWithoutReason } from './rules/ignore-without-reason';
import { insecureKubeletTls } from './rules/insecure-kubelet-tls';
import { invalidName } from './rules/invalid-name';
import { invalidPort } from './rules/invalid-port';
import { invalidQuantity } from './rules/invalid-quantity';
import { kedaOutOfReach } from './rules/keda-out-of-reach';
import { loadBalancerAddress } from './rules/load-balancer-address';
import { loadTarget } from './rules/load-target';
import { loadBalancerProvider } from './rules/load-balancer-provider';
import { metricLabelMismatch } from './rules/metric-label-mismatch';
import { metricNeedsRequests } from './rules/metric-needs-requests';
import { metricWithoutProvider } from './rules/metric-without-provider';
import { monitorDangling } from './rules/monitor-dangling';
import { monitorNotSelected } from './rules/monitor-not-selected';
import { notScraped } from './rules/not-scraped';
import { nodePort } from './rules/node-port';
import { pdbDeadlock } from './rules/pdb-deadlock';
import { poolAdvertisement } from './rules/pool-advertisement';
import { prometheusUnreachable } from './rules/prometheus-unreachable';
import { promqlShape } from './rules/promql-shape';
import { replicasVersusAutoscaler } from './rules/replicas-vs-autoscaler';
import { retiredOrRemoved } from './rules/retired-or-removed';
import { scaleToZeroTrap } from './rules/scale-to-zero-trap';
import { scaledObjectRefused } from './rules/scaled-object-refused';
import { secretInManifest } from './rules/secret-in-manifest';
import { selectorOverlap } from './rules/selector-overlap';
import { serviceNoEndpoints } from './rules/service-no-endpoints';
import { targetMissing } from './rules/target-missing';
import { unsafeRollout } from './rules/unsafe-rollout';
import { webhookRace } from './rules/webhook-race';

/**
 * All rules, in the order of their findings: what the API server refuses first, sizes last. An id is never used for another rule. R0 is
 * about text, not objects: whoever reads manifests from text tells it.
 */
export const RULES: readonly Rule[] = [
  rule('R0', 'unreadable-text', 'error', () => [], 'A text is no YAML, or no Kubernetes object.'),
  rule('R32', 'invalid-name', 'error', invalidName, 'The API server refuses a name, label or annotation.'),
  rule('R26', 'duplicate-object', 'error', duplicateObject, 'Two objects have one kind, namespace and name.'),
  rule('R33', 'invalid-port', 'error', invalidPort, 'A port is none, taken twice, or probed and not there.'),
  rule(
    'R34',
    'invalid-quantity',
    'error',
    invalidQuantity,
    'A resource quantity is none, or a request is above its limit.',
  ),
  rule(
    'R25',
    'retired-or-removed',
    'warning',
    retiredOrRemoved,
    'The target release does not serve or read it any more, or its project has ended.',
  ),
  rule('R15', 'crd-order', 'error', crdOrder, 'A custom resource comes before the definition of its kind.'),
  rule('R16', 'crd-too-large', 'warning', crdTooLarge, 'A definition is too large for client-side kubectl apply.'),
  rule(
    'R20',
    'webhook-race',
    'warning',
    webhookRace,
    'A custom resource is applied together with the webhook that judges it.',
  ),
  rule('R14', 'apiservice-conflict', 'error', apiServiceConflict, 'Two adapters register one metrics API.'),
  rule('R1', 'target-missing', 'error', targetMissing, 'An autoscaler scales a workload that is not there.'),
  rule(
    'R2',
    'metric-needs-requests',
    'error',
    metricNeedsRequests,
    'An autoscaler measures a percentage of a request that is not there.',
  ),
  rule(
    'R3',
    'replicas-vs-autoscaler',
    'error',
    replicasVersusAutoscaler,
    'A workload sets replicas, and an autoscaler scales it.',
  ),
  rule('R4', 'double-autoscaler', 'error', doubleAutoscaler, 'Two autoscalers scale one workload.'),
  rule(
    'R5',
    'selector-overlap',
    'error',
    selectorOverlap,
    'An autoscaler or a Service selects the pods of another workload too.',
  ),
  rule(
    'R6',
    'bounds-and-behaviour',
    'error',
    boundsAndBehaviour,
    'The API server refuses a HorizontalPodAutoscaler, or its way down is very slow.',
  ),
  rule(
    'R27',
    'scaled-object-refused',
    'error',
    scaledObjectRefused,
    'KEDA refuses a ScaledObject, or ignores a part of it.',
  ),
  rule(
    'R7',
    'scale-to-zero-trap',
    'warning',
    scaleToZeroTrap,
    'A workload goes to zero and is woken by a metric of its own pods.',
  ),
  rule(
    'R8',
    'promql-shape',
    'warning',
    promqlShape,
    'The answer to a query does not mean what the autoscaler takes it for.',
  ),
  rule(
    'R9',
    'prometheus-unreachable',
    'warning',
    prometheusUnreachable,
    'KEDA cannot reach the Prometheus of a trigger.',
  ),
  rule('R10', 'metric-label-mismatch', 'warning', metricLabelMismatch, 'A query asks for a label that no pod has.'),
  rule('R41', 'not-scraped', 'warning', notScraped, 'A query is about pods that its Prometheus does not scrape.'),
  rule('R11', 'monitor-not-selected', 'error', monitorNotSelected, 'No Prometheus selects a monitor.'),
  rule('R12', 'monitor-dangling', 'error', monitorDangling, 'A monitor finds no Service, no pod or no port.'),
  rule(
    'R13',
    'metric-without-provider',
    'warning',
    metricWithoutProvider,
    'Nothing serves the metric that an HPA scales on.',
  ),
  rule(
    'R17',
    'ingress-class',
    'error',
    ingressClass,
    'No controller, or the other nginx controller, reads an Ingress.',
  ),
  rule('R18', 'ingress-backend', 'error', ingressBackend, 'An Ingress leads to no Service or port, or to two at once.'),
  rule(
    'R19',
    'service-no-endpoints',
    'error',
    serviceNoEndpoints,
    'A Service selects no pod, or sends to a port that no pod has.',
  ),
  rule('R30', 'load-target', 'error', loadTarget, 'A load generator loads what is not there.'),
  rule('R21', 'pdb-deadlock', 'error', pdbDeadlock, 'A PodDisruptionBudget never allows an eviction.'),
  rule('R22', 'unsafe-rollout', 'warning', unsafeRollout, 'A rollout loses requests.'),
  rule(
    'R23',
    'nodeport',
    'error',
    nodePort,
    'A node port is out of range, taken twice, or on a Service that has none.',
  ),
  rule('R37', 'address-pool', 'error', addressPool, 'An address pool overlaps with another one or with a node.'),
  rule('R28', 'pool-advertisement', 'warning', poolAdvertisement, 'Nobody announces the addresses of a pool.'),
  rule(
    'R38',
    'load-balancer-address',
    'error',
    loadBalancerAddress,
    'A LoadBalancer Service asks for an address that no pool has, or the pools have too few.',
  ),
  rule(
    'R39',
    'load-balancer-provider',
    'warning',
    loadBalancerProvider,
    'Nothing gives a LoadBalancer Service its address.',
  ),
  rule(
    'R24',
    'hardened-image',
    'warning',
    hardenedImage,
    'An image does not run under its security context, or its namespace refuses the pod.',
  ),
  rule('R31', 'insecure-kubelet-tls', 'warning', insecureKubeletTls, 'The metrics server trusts any kubelet.'),
  rule(
    'R42',
    'keda-out-of-reach',
    'error',
    kedaOutOfReach,
    'KEDA does not see a ScaledObject, or may not read its Secrets.',
  ),
  rule('R40', 'secret-in-manifest', 'warning', secretInManifest, 'The value of a secret is in a manifest.'),
  rule('R29', 'capacity', 'warning', capacity, 'All workloads at their largest size do not fit on the nodes.'),
  rule(
    'R35',
    'dropped-zero-value',
    'info',
    droppedZeroValue,
    'A zero value is not stored, so that each apply changes the object.',
  ),
  rule(
    'R36',
    'ignore-without-reason',
    'warning',
    ignoreWithoutReason,
    'An annotation means to silence a rule, and does not count.',
  ),
];

function rule(id: string, name: string, severity: Severity, find: FindMistakes, summary: string): Rule {
  return { id, name, severity, find, summary };
}

const byIdOrName = new Map(RULES.flatMap((each) => [each.id, each.name].map((key) => [key, each] as const)));

/** The rule of an id or a name. */
export function findRule(idOrName: string): Rule | undefined {
  return byIdOrName.get(idOrName);
}

/** The page of a rule, relative to the root of the package. */
export function docsOf({ id }: Pick<Rule, 'id'>): string {
  return `docs/rules/${id}.md`;
}
