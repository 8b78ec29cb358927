import { at, fields, isWhole, list, optionalFields, text, type Fields } from '../../kubernetes/fields';
import { milliValue } from '../../kubernetes/quantity';
import { pathSegmentProblem } from '../../validation';
import { toV2 } from './older-versions';
import { controllerSettings, type ControllerOptions } from './settings';

/** What the API server refuses: a field and why. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

/** Where each type of metric keeps its source, and the targets it takes: exactly one of them. */
const SOURCES: ReadonlyMap<string, { readonly field: string; readonly targets: readonly string[] }> = new Map([
  ['Resource', { field: 'resource', targets: ['averageUtilization', 'averageValue'] }],
  ['ContainerResource', { field: 'containerResource', targets: ['averageUtilization', 'averageValue'] }],
  ['Pods', { field: 'pods', targets: ['averageValue'] }],
  ['Object', { field: 'object', targets: ['value', 'averageValue'] }],
  ['External', { field: 'external', targets: ['value', 'averageValue'] }],
]);

const TARGET_TYPES: Readonly<Record<string, string>> = {
  averageUtilization: 'Utilization',
  averageValue: 'AverageValue',
  value: 'Value',
};

/**
 * What the API server of a release refuses in an HPA; empty for one that it takes.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function validateHpa(manifest: Fields, options: ControllerOptions = {}): FieldProblem[] {
  const spec = toV2(manifest);
  return [...problemsOf(spec, controllerSettings(options).release.scaleToZero)];
}

function* problemsOf(spec: Fields, scaleToZero: boolean): Iterable<FieldProblem> {
  for (const field of ['kind', 'name']) {
    if (!text(spec, 'scaleTargetRef', field)) yield { field: `spec.scaleTargetRef.${field}`, problem: 'is required' };
  }
  const { maxReplicas } = spec;
  const min = spec.minReplicas ?? 1;
  if (!isWhole(maxReplicas, 1)) yield { field: 'spec.maxReplicas', problem: 'must be a whole number above 0' };
  const least = scaleToZero ? 0 : 1;
  if (!isWhole(min, least)) {
    yield { field: 'spec.minReplicas', problem: `must be a whole number from ${least} up` };
  } else if (isWhole(maxReplicas, 1) && maxReplicas < min) {
    yield { field: 'spec.maxReplicas', problem: 'must be at least minReplicas' };
  }
  const metrics = list(spec, 'metrics');
  if (min === 0 && !metrics.some((metric) => ['Object', 'External'].includes(text(metric, 'type') ?? ''))) {
    yield { field: 'spec.metrics', problem: 'must have an Object or External metric to scale to zero' };
  }
  for (const [index, metric] of metrics.entries()) yield* metricProblems(`spec.metrics[${index}]`, metric);
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = optionalFields(spec, 'behavior', direction);
    if (rules) yield* rulesProblems(`spec.behavior.${direction}`, rules);
  }
}

function* metricProblems(path: string, metric: unknown): Iterable<FieldProblem> {
  const source = SOURCES.get(text(metric, 'type') ?? '');
  if (!source) {
    yield { field: `${path}.type`, problem: `must be one of ${[...SOURCES.keys()].join(', ')}` };
    return;
  }
  for (const { field } of SOURCES.values()) {
    const given = optionalFields(metric, field) !== undefined;
    if (field === source.field && !given) yield { field: `${path}.${field}`, problem: 'is required for its type' };
    if (field !== source.field && given) yield { field: `${path}.${field}`, problem: 'is not of its type' };
  }
  const given = fields(metric, source.field);
  const isResource = source.field === 'resource' || source.field === 'containerResource';
  const name = isResource ? text(given, 'name') : text(given, 'metric', 'name');
  const nameProblem = pathSegmentProblem(name ?? '');
  if (nameProblem) {
    yield { field: `${path}.${source.field}${isResource ? '' : '.metric'}.name`, problem: nameProblem };
  }
  if (source.field === 'containerResource' && !text(given, 'container')) {
    yield { field: `${path}.containerResource.container`, problem: 'is required' };
  }
  yield* targetProblems(`${path}.${source.field}.target`, fields(given, 'target'), source.targets);
}

function* targetProblems(path: string, target: Fields, allowed: readonly string[]): Iterable<FieldProblem> {
  const given = Object.keys(TARGET_TYPES).filter((field) => (target[field] ?? undefined) !== undefined);
  for (const field of given) {
    if (!allowed.includes(field)) yield { field: `${path}.${field}`, problem: 'is not for this type of metric' };
    const valid =
      field === 'averageUtilization' ? isWhole(target[field], 1) : Number(milliValue(target[field]) ?? 0) > 0;
    if (!valid) yield { field: `${path}.${field}`, problem: 'must be above 0' };
  }
  if (given.filter((field) => allowed.includes(field)).length !== 1) {
    yield { field: path, problem: `must have exactly one of ${allowed.join(', ')}` };
  }
  if (!given.some((field) => TARGET_TYPES[field] === target.type)) {
    yield { field: `${path}.type`, problem: 'must name the field that is set' };
  }
}

function* rulesProblems(path: string, rules: Fields): Iterable<FieldProblem> {
  const { stabilizationWindowSeconds: window, selectPolicy, tolerance } = rules;
  if (!isWhole(window ?? 0, 0, 3600)) {
    yield { field: `${path}.stabilizationWindowSeconds`, problem: 'must be a whole number from 0 to 3600' };
  }
  if (![undefined, null, 'Max', 'Min', 'Disabled'].some((policy) => policy === selectPolicy)) {
    yield { field: `${path}.selectPolicy`, problem: 'must be Max, Min or Disabled' };
  }
  const policies = rules.policies ?? undefined;
  if (policies !== undefined && list(rules, 'policies').length === 0) {
    yield { field: `${path}.policies`, problem: 'must have at least one policy' };
  }
  for (const [index, policy] of list(rules, 'policies').entries()) {
    const each = `${path}.policies[${index}]`;
    if (!['Pods', 'Percent'].includes(text(policy, 'type') ?? '')) {
      yield { field: `${each}.type`, problem: 'must be Pods or Percent' };
    }
    if (!isWhole(at(policy, 'value'), 1)) yield { field: `${each}.value`, problem: 'must be a whole number above 0' };
    if (!isWhole(at(policy, 'periodSeconds'), 1, 1800)) {
      yield { field: `${each}.periodSeconds`, problem: 'must be a whole number from 1 to 1800' };
    }
  }
  if ((tolerance ?? undefined) !== undefined && !(Number(milliValue(tolerance) ?? -1) >= 0)) {
    yield { field: `${path}.tolerance`, problem: 'must be a quantity from 0 up' };
  }
}
