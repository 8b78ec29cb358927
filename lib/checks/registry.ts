import { addressPool } from './rules/address-pool';
import { apiServiceConflict } from './rules/apiservice-conflict';
import { authenticationMissing } from './rules/authentication-missing';
import { boundsAndBehaviour } from './rules/bounds-and-behaviour';
import { budgetOfNothing } from './rules/budget-of-nothing';
import { canaryCounted } from './rules/canary-counted';
import { capacity } from './rules/capacity';
import { cpuTargetWithoutProbe } from './rules/cpu-target-without-probe';
import { crdOrder } from './rules/crd-order';
import { crdTooLarge } from './rules/crd-too-large';
import { dividedTwice } from './rules/divided-twice';
import { doubleAutoscaler } from './rules/double-autoscaler';
import { droppedZeroValue } from './rules/dropped-zero-value';
import { duplicateObject } from './rules/duplicate-object';
import { fieldWithoutEffect } from './rules/field-without-effect';
import { gracePeriod } from './rules/grace-period';
import { hardenedImage } from './rules/hardened-image';
import { hostedPrometheus } from './rules/hosted-prometheus';
import { httpScaledObject } from './rules/http-scaled-object';
import { ignoreWithoutReason } from './rules/ignore-without-reason';
import { ingressAnnotation } from './rules/ingress-annotation';
import { ingressBackend } from './rules/ingress-backend';
import { ingressClass } from './rules/ingress-class';
import { ingressConflict } from './rules/ingress-conflict';
import { ingressPath } from './rules/ingress-path';
import { injectedSidecar } from './rules/injected-sidecar';
import { insecureKubeletTls } from './rules/insecure-kubelet-tls';
import { invalidName } from './rules/invalid-name';
import { invalidPort } from './rules/invalid-port';
import { invalidQuantity } from './rules/invalid-quantity';
import { invalidQuery } from './rules/invalid-query';
import { kedaOutOfReach } from './rules/keda-out-of-reach';
import { loadBalancerAddress } from './rules/load-balancer-address';
import { loadBalancerProvider } from './rules/load-balancer-provider';
import { loadTarget } from './rules/load-target';
import { metricLabelMismatch } from './rules/metric-label-mismatch';
import { metricNeedsRequests } from './rules/metric-needs-requests';
import { metricWithoutProvider } from './rules/metric-without-provider';
import { monitorDangling } from './rules/monitor-dangling';
import { monitorNotPermitted } from './rules/monitor-not-permitted';
import { monitorNotSelected } from './rules/monitor-not-selected';
import { namespaceQuota } from './rules/namespace-quota';
import { neverScalesDown } from './rules/never-scales-down';
import { noPreStop } from './rules/no-prestop';
import { nodePort } from './rules/nodeport';
import { nonsenseUnit } from './rules/nonsense-unit';
import { notScraped } from './rules/not-scraped';
import { onePodPerNode } from './rules/one-pod-per-node';
import { pdbDeadlock } from './rules/pdb-deadlock';
import { podSecurity } from './rules/pod-security';
import { poolAdvertisement } from './rules/pool-advertisement';
import { prometheusUnreachable } from './rules/prometheus-unreachable';
import { promqlShape } from './rules/promql-shape';
import { rateOfGauge } from './rules/rate-of-gauge';
import { refusedValue } from './rules/refused-value';
import { replicasVersusAutoscaler } from './rules/replicas-vs-autoscaler';
import { retiredMetalLb } from './rules/retired-metallb';
import { retiredOrRemoved } from './rules/retired-or-removed';
import { rolloutBesideDeployment } from './rules/rollout-beside-deployment';
import { rolloutService } from './rules/rollout-service';
import { scaleToZeroTrap } from './rules/scale-to-zero-trap';
import { scaledObjectRefused } from './rules/scaled-object-refused';
import { secretInManifest } from './rules/secret-in-manifest';
import { selectsNothing } from './rules/selects-nothing';
import { selectorOverlap } from './rules/selector-overlap';
import { serviceNoEndpoints } from './rules/service-no-endpoints';
import { sharedVolume } from './rules/shared-volume';
import { shortWindow } from './rules/short-window';
import { slowScaleDown } from './rules/slow-scale-down';
import { targetMissing } from './rules/target-missing';
import { targetOfTheRequest } from './rules/target-of-the-request';
import { testPodMeasured } from './rules/test-pod-measured';
import { triggerKeyUnread } from './rules/trigger-key-unread';
import { triggerRefused } from './rules/trigger-refused';
import { triggerUnreachable } from './rules/trigger-unreachable';
import { twoBudgets } from './rules/two-budgets';
import { unknownField } from './rules/unknown-field';
import { unknownKind } from './rules/unknown-kind';
import { unreadableText } from './rules/unreadable-text';
import { unrecordedSeries } from './rules/unrecorded-series';
import { unsafeRollout } from './rules/unsafe-rollout';
import { webhookRace } from './rules/webhook-race';
import { wrongType } from './rules/wrong-type';
import { type Rule } from './rule';

/** All rules by id; an id is never used for another rule. */
export const RULES: readonly Rule[] = [
  unreadableText,
  targetMissing,
  metricNeedsRequests,
  replicasVersusAutoscaler,
  doubleAutoscaler,
  selectorOverlap,
  boundsAndBehaviour,
  scaleToZeroTrap,
  promqlShape,
  prometheusUnreachable,
  metricLabelMismatch,
  monitorNotSelected,
  monitorDangling,
  metricWithoutProvider,
  apiServiceConflict,
  crdOrder,
  crdTooLarge,
  ingressClass,
  ingressBackend,
  serviceNoEndpoints,
  webhookRace,
  pdbDeadlock,
  unsafeRollout,
  nodePort,
  hardenedImage,
  retiredOrRemoved,
  duplicateObject,
  scaledObjectRefused,
  poolAdvertisement,
  capacity,
  loadTarget,
  insecureKubeletTls,
  invalidName,
  invalidPort,
  invalidQuantity,
  droppedZeroValue,
  ignoreWithoutReason,
  addressPool,
  loadBalancerAddress,
  loadBalancerProvider,
  secretInManifest,
  notScraped,
  kedaOutOfReach,
  unknownField,
  gracePeriod,
  retiredMetalLb,
  slowScaleDown,
  fieldWithoutEffect,
  podSecurity,
  ingressAnnotation,
  ingressConflict,
  ingressPath,
  noPreStop,
  testPodMeasured,
  wrongType,
  refusedValue,
  unknownKind,
  cpuTargetWithoutProbe,
  targetOfTheRequest,
  sharedVolume,
  namespaceQuota,
  onePodPerNode,
  injectedSidecar,
  budgetOfNothing,
  twoBudgets,
  rolloutBesideDeployment,
  rolloutService,
  authenticationMissing,
  triggerUnreachable,
  hostedPrometheus,
  httpScaledObject,
  neverScalesDown,
  invalidQuery,
  monitorNotPermitted,
  nonsenseUnit,
  dividedTwice,
  rateOfGauge,
  triggerRefused,
  triggerKeyUnread,
  shortWindow,
  unrecordedSeries,
  canaryCounted,
  selectsNothing,
];

const byIdOrName = new Map(RULES.flatMap((each) => [each.id, each.name].map((key) => [key, each] as const)));

/** The rule of an id or a name. */
export function findRule(idOrName: string): Rule | undefined {
  return byIdOrName.get(idOrName);
}

/** The page of a rule, relative to the root of the package. */
export function docsOf({ id }: Pick<Rule, 'id'>): string {
  return `docs/rules/${id}.md`;
}
