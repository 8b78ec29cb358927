import {
  type CheckedObject,
  type CheckOptions,
  type Fields,
  type Finding,
  type Manifest,
  type Rule,
} from '../../lib/checks';
import { applyRule } from '../../lib/checks/check-manifests';
import { checkContext } from '../../lib/checks/check-options';
import { makersIn, NOTHING_ELSEWHERE } from '../../lib/checks/elsewhere';
import { ManifestIndex } from '../../lib/checks/manifest-index';
import { problemText } from '../../lib/validation';

/** A cluster without feature gates, whose size nobody knows. */
export const CLUSTER: CheckOptions = { kubernetes: '1.36', featureGates: [], nodePortRange: [30000, 32767] };

/** Whatever a YAML file may hold, as an object under check. */
export function checked(manifest: unknown, origin = 'shop.yaml'): CheckedObject {
  return { manifest: manifest as Manifest, origin };
}

/** An object of any kind in the namespace `shop`. */
export function object(apiVersion: string, kind: string, name: string, content: Fields = {}): CheckedObject {
  return checked({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...content }, `app/${name}`);
}

/** What the tests vary in a workload. */
export interface WorkloadOptions {
  readonly replicas?: unknown;
  readonly labels?: Fields;
  readonly containers?: readonly unknown[];
  /** More fields of the pod's spec. */
  readonly pod?: Fields;
}

/** A workload with a pod template at `spec.template`. */
export function workload(kind: string, name: string, options: WorkloadOptions = {}): CheckedObject {
  const { replicas, labels = { app: name }, containers = [container('app')], pod } = options;
  return object('apps/v1', kind, name, {
    spec: { replicas, template: { metadata: { labels }, spec: { containers, ...pod } } },
  });
}

export function deployment(name: string, options?: WorkloadOptions): CheckedObject {
  return workload('Deployment', name, options);
}

/** A container that asks for a tenth of a core. */
export function container(name: string, more: Fields = {}): Fields {
  return { name, resources: { requests: { cpu: '100m' } }, ...more };
}

/** An autoscaler of the Deployment of its own name, from 1 to 10 replicas. */
export function hpa(name: string, spec: Fields = {}): CheckedObject {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  return object('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    spec: { scaleTargetRef, maxReplicas: 10, metrics: [cpuUtilization(50)], ...spec },
  });
}

export function cpuUtilization(averageUtilization: unknown): Fields {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

export function externalMetric(name: string, target: Fields = { type: 'AverageValue', averageValue: '100' }): Fields {
  return { type: 'External', external: { metric: { name }, target } };
}

/** A KEDA autoscaler of the Deployment of its own name. */
export function scaledObject(name: string, spec: Fields = {}): CheckedObject {
  return object('keda.sh/v1alpha1', 'ScaledObject', name, { spec: { scaleTargetRef: { name }, ...spec } });
}

export function service(name: string, spec: Fields = {}): CheckedObject {
  return object('v1', 'Service', name, { spec });
}

/** A PodDisruptionBudget of the pods that carry `app: <name>`. */
export function budget(name: string, spec: Fields): CheckedObject {
  return object('policy/v1', 'PodDisruptionBudget', name, {
    spec: { selector: { matchLabels: { app: name } }, ...spec },
  });
}

/** What one rule finds in objects that are applied together. */
export function findings(
  rule: Rule,
  objects: readonly CheckedObject[],
  options: Partial<CheckOptions> = {},
): Finding[] {
  return applyRule(
    rule,
    new ManifestIndex(objects),
    checkContext({ ...CLUSTER, ...options }, { ...NOTHING_ELSEWHERE, makers: makersIn(objects) }),
  );
}

/** The first lines of what a rule finds. */
export function mistakes(rule: Rule, objects: readonly CheckedObject[], options: Partial<CheckOptions> = {}): string[] {
  return findings(rule, objects, options).map(({ what }) => what);
}

/** A finding as people read it. */
export function told(finding: Finding | undefined): string {
  if (!finding) throw new Error('The rule found nothing.');
  return `${finding.severity} ${finding.rule}: ${problemText(finding)}`;
}
