import { pathSegmentProblem, quantityValue } from '../../validation';
import { type CheckOptions, type Finding } from '../finding';
import { at, describe, fields, list, show, text, type Fields } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { isAtLeast } from '../release';

type Mistake = readonly [what: string, why: string, fix: string];

const REFUSED = 'The API server refuses the HorizontalPodAutoscaler.';

/** Where a metric of each type keeps its target, and the target types that the API takes there. */
const METRIC_SOURCES: ReadonlyMap<string, { readonly field: string; readonly targets: readonly string[] }> = new Map([
  ['Resource', { field: 'resource', targets: ['Utilization', 'AverageValue'] }],
  ['ContainerResource', { field: 'containerResource', targets: ['Utilization', 'AverageValue'] }],
  ['Pods', { field: 'pods', targets: ['AverageValue'] }],
  ['Object', { field: 'object', targets: ['Value', 'AverageValue'] }],
  ['External', { field: 'external', targets: ['Value', 'AverageValue'] }],
]);

const TARGET_FIELDS: Readonly<Record<string, string>> = {
  Utilization: 'averageUtilization',
  AverageValue: 'averageValue',
  Value: 'value',
};

/**
 * R6: what the API server refuses in a HorizontalPodAutoscaler, and what the cluster's release does not have yet.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function* boundsAndBehaviour(index: ManifestIndex, options: CheckOptions): Iterable<Finding> {
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'HorizontalPodAutoscaler') continue;
    const spec = fields(object.manifest, 'spec');
    for (const [what, why, fix] of [
      ...boundMistakes(spec, options),
      ...metricMistakes(spec),
      ...behaviourMistakes(spec, options),
    ]) {
      yield { rule: 'R6', severity: 'error', objects: [object], what: `${describe(object)}: ${what}.`, why, fix };
    }
  }
}

function* boundMistakes(spec: Fields, { kubernetes, featureGates }: CheckOptions): Iterable<Mistake> {
  const min = at(spec, 'minReplicas') ?? 1;
  const max = at(spec, 'maxReplicas');
  if (!isWhole(max, 1)) {
    yield [`maxReplicas ${show(max)} is not a whole number from 1 up`, REFUSED, 'Set maxReplicas to 1 or more.'];
  }
  if (!isWhole(min, 0)) {
    yield [`minReplicas ${show(min)} is not a whole number from 0 up`, REFUSED, 'Set minReplicas to 1 or more.'];
  }
  if (isWhole(min, 0) && isWhole(max, 1) && min > max) {
    yield [
      `minReplicas ${min} is above maxReplicas ${max}`,
      REFUSED,
      `Raise maxReplicas to at least ${min}, or lower minReplicas.`,
    ];
  }
  if (min !== 0) return;
  if (!list(spec, 'metrics').some((metric) => ['Object', 'External'].includes(text(metric, 'type') ?? ''))) {
    yield [
      'minReplicas is 0, and no metric is of type Object or External',
      'Without pods there is no CPU, memory or pods metric, so nothing could ever wake it: the API server refuses it.',
      'Set minReplicas to 1, add an Object or External metric, or let KEDA scale to zero.',
    ];
  } else if (!isAtLeast(kubernetes, '1.37') && !featureGates.includes('HPAScaleToZero')) {
    yield [
      `minReplicas is 0, which Kubernetes ${kubernetes} does not allow`,
      'The feature gate HPAScaleToZero is off by default before 1.37.',
      "Set minReplicas to 1, let KEDA scale to zero, or declare featureGates: ['HPAScaleToZero'] on the cluster profile.",
    ];
  }
}

function* metricMistakes(spec: Fields): Iterable<Mistake> {
  for (const metric of list(spec, 'metrics')) {
    const type = text(metric, 'type') ?? '';
    const source = METRIC_SOURCES.get(type);
    if (!source) {
      yield [
        `a metric has the type ${show(at(metric, 'type'))}`,
        REFUSED,
        `Use one of ${[...METRIC_SOURCES.keys()].join(', ')}.`,
      ];
      continue;
    }
    const name = text(metric, source.field, 'name') ?? text(metric, source.field, 'metric', 'name') ?? '';
    const nameProblem = pathSegmentProblem(name);
    if (nameProblem) {
      yield [
        `the name "${name}" of its ${type} metric ${nameProblem}`,
        REFUSED,
        'Use the name that the metrics API serves.',
      ];
    }
    const target = fields(metric, source.field, 'target');
    const targetType = text(target, 'type') ?? '(missing)';
    if (!source.targets.includes(targetType)) {
      yield [
        `its ${type} metric "${name}" has a target of type ${targetType}`,
        REFUSED,
        `A ${type} metric takes ${source.targets.join(' or ')}.`,
      ];
      continue;
    }
    const value = at(target, TARGET_FIELDS[targetType] ?? '');
    const valid = targetType === 'Utilization' ? isWhole(value, 1) : (quantityValue(value) ?? 0) > 0;
    if (!valid) {
      yield [
        `its ${type} metric "${name}" has the target ${written(value)}`,
        REFUSED,
        targetType === 'Utilization'
          ? 'Use a whole percentage above 0, such as 50, as a number without quotes.'
          : 'Use a quantity above 0, such as 50, 500m or 64Mi.',
      ];
    }
  }
}

function* behaviourMistakes(spec: Fields, { kubernetes, featureGates }: CheckOptions): Iterable<Mistake> {
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = fields(spec, 'behavior', direction);
    const window = at(rules, 'stabilizationWindowSeconds') ?? 0;
    if (!isWhole(window, 0, 3600)) {
      yield [
        `behavior.${direction} has a stabilization window of ${show(window)} s`,
        REFUSED,
        'Use a whole number from 0 to 3600 seconds.',
      ];
    }
    const policies = at(rules, 'policies');
    if (Array.isArray(policies) && policies.length === 0) {
      yield [
        `behavior.${direction} has an empty list of policies`,
        REFUSED,
        'Add a policy, leave the list out, or disable the direction.',
      ];
    }
    for (const policy of list(rules, 'policies')) {
      const value = at(policy, 'value');
      const period = at(policy, 'periodSeconds');
      if (!isWhole(value, 1)) {
        yield [
          `behavior.${direction} has a policy with the value ${show(value)}`,
          REFUSED,
          `Use a whole number above 0; to stop scaling ${direction === 'scaleUp' ? 'up' : 'down'}, disable the direction.`,
        ];
      }
      if (!isWhole(period, 1, 1800)) {
        yield [
          `behavior.${direction} has a policy with a period of ${show(period)} s`,
          REFUSED,
          'Use a whole number from 1 to 1800 seconds.',
        ];
      }
    }
    const tolerance = at(rules, 'tolerance') ?? undefined;
    if (tolerance === undefined) continue;
    if ((quantityValue(tolerance) ?? -1) < 0) {
      yield [
        `behavior.${direction} has the tolerance ${written(tolerance)}`,
        REFUSED,
        'Use a quantity from 0 up, such as 50m for 5 %.',
      ];
    }
    if (!isAtLeast(kubernetes, '1.35') && !featureGates.includes('HPAConfigurableTolerance')) {
      yield [
        `behavior.${direction} has a tolerance, which Kubernetes ${kubernetes} does not have`,
        'The field came with 1.33 behind a gate and is on by default from 1.35; the API server drops it silently.',
        "Leave it out, move to Kubernetes 1.35, or declare featureGates: ['HPAConfigurableTolerance'] on the cluster profile.",
      ];
    }
  }
}

/** A quantity as it is written in YAML, where it needs no quotes. */
function written(quantity: unknown): string {
  return typeof quantity === 'string' ? quantity : show(quantity);
}

function isWhole(value: unknown, from: number, to = Infinity): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}
