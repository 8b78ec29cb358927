import { pathSegmentProblem, quantityValue } from '../../validation';
import { type CheckOptions, type Finding } from '../finding';
import { at, describe, fields, list, number, text, type Fields } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { isAtLeast } from '../release';

type Mistake = readonly [what: string, why: string, fix: string];

const REFUSED = 'The API server refuses the HorizontalPodAutoscaler.';

/** Where a metric of each type keeps its target, and the target types that the API takes there. */
const METRIC_SOURCES: ReadonlyMap<unknown, { readonly field: string; readonly targets: readonly unknown[] }> = new Map([
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
  const min = number(spec, 'minReplicas') ?? 1;
  const max = number(spec, 'maxReplicas') ?? NaN;
  if (!Number.isInteger(max) || max < 1) {
    yield [
      `maxReplicas ${String(at(spec, 'maxReplicas'))} is not a whole number from 1 up`,
      REFUSED,
      'Set maxReplicas to 1 or more.',
    ];
  }
  if (!Number.isInteger(min) || min < 0) {
    yield [`minReplicas ${min} is not a whole number from 0 up`, REFUSED, 'Set minReplicas to 1 or more.'];
  }
  if (min > max) {
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
    const source = METRIC_SOURCES[type];
    if (!source) {
      yield [`a metric has the type "${type}"`, REFUSED, `Use one of ${Object.keys(METRIC_SOURCES).join(', ')}.`];
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
    const targetType = text(target, 'type') ?? '';
    if (!source.targets.includes(targetType)) {
      yield [
        `its ${type} metric "${name}" has a target of type ${targetType}`,
        REFUSED,
        `A ${type} metric takes ${source.targets.join(' or ')}.`,
      ];
      continue;
    }
    const value = at(target, TARGET_FIELDS[targetType] ?? '') as string | number;
    const amount = quantityValue(value);
    const whole = targetType !== 'Utilization' || Number.isInteger(amount);
    if (amount === undefined || amount <= 0 || !whole) {
      yield [
        `its ${type} metric "${name}" has the target ${String(value)}`,
        REFUSED,
        targetType === 'Utilization'
          ? 'Use a whole percentage above 0.'
          : 'Use a quantity above 0, such as 50, 500m or 64Mi.',
      ];
    }
  }
}

function* behaviourMistakes(spec: Fields, { kubernetes, featureGates }: CheckOptions): Iterable<Mistake> {
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = fields(spec, 'behavior', direction);
    const window = number(rules, 'stabilizationWindowSeconds');
    if (window !== undefined && (!Number.isInteger(window) || window < 0 || window > 3600)) {
      yield [
        `behavior.${direction} has a stabilization window of ${window} s`,
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
      const value = number(policy, 'value') ?? NaN;
      const period = number(policy, 'periodSeconds') ?? NaN;
      if (!Number.isInteger(value) || value < 1) {
        yield [
          `behavior.${direction} has a policy with the value ${value}`,
          REFUSED,
          `Use a whole number above 0; to stop scaling ${direction === 'scaleUp' ? 'up' : 'down'}, disable the direction.`,
        ];
      }
      if (!Number.isInteger(period) || period < 1 || period > 1800) {
        yield [
          `behavior.${direction} has a policy with a period of ${period} s`,
          REFUSED,
          'Use a whole number from 1 to 1800 seconds.',
        ];
      }
    }
    const tolerance = at(rules, 'tolerance') as string | number | undefined;
    if (tolerance === undefined) continue;
    const amount = quantityValue(tolerance);
    if (amount === undefined || amount < 0) {
      yield [
        `behavior.${direction} has the tolerance ${String(tolerance)}`,
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
