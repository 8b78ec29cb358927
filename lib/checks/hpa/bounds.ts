import { at, list, show, text, type Fields, isWhole } from '../../kubernetes/fields';
import { isAtLeast } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { type Refusal } from './refusal';

/** What the API server refuses in the bounds and the target of an HPA's spec. */
export function* boundMistakes(spec: Fields, context: CheckContext): Iterable<Refusal> {
  for (const field of ['kind', 'name'] as const) {
    if ((text(spec, 'scaleTargetRef', field) ?? '') !== '') continue;
    yield {
      field: `spec.scaleTargetRef.${field}`,
      what: `scaleTargetRef has no ${field}`,
      fix: 'Name the workload: apiVersion, kind and name.',
    };
  }
  const min = at(spec, 'minReplicas') ?? 1;
  const max = at(spec, 'maxReplicas');
  if (!isWhole(max, 1)) {
    yield {
      field: 'spec.maxReplicas',
      what: `maxReplicas ${show(max)} is not a whole number from 1 up`,
      fix: 'Set maxReplicas to 1 or more.',
    };
  }
  if (!isWhole(min, 0)) {
    yield {
      field: 'spec.minReplicas',
      what: `minReplicas ${show(min)} is not a whole number from 0 up`,
      fix: 'Set minReplicas to 1 or more.',
    };
  }
  if (isWhole(min, 0) && isWhole(max, 1) && min > max) {
    yield {
      field: 'spec.minReplicas',
      what: `minReplicas ${min} is above maxReplicas ${max}`,
      fix: `Raise maxReplicas to at least ${min}, or lower minReplicas.`,
    };
  }
  if (isWhole(min, 1) && min === max) {
    yield {
      severity: 'info',
      field: 'spec.maxReplicas',
      what: `minReplicas and maxReplicas are both ${min}`,
      why: 'There is nothing to scale between the two: whatever it measures, the number of pods stays.',
      fix: 'Raise maxReplicas, or say replicas in the workload and leave the autoscaler out.',
    };
  }
  if (min === 0) yield* zeroMistakes(spec, context);
}

function* zeroMistakes(spec: Fields, { kubernetes, featureGates }: CheckContext): Iterable<Refusal> {
  const field = 'spec.minReplicas';
  if (!list(spec, 'metrics').some((metric) => ['Object', 'External'].includes(text(metric, 'type') ?? ''))) {
    yield {
      field,
      what: 'minReplicas is 0, and no metric is of type Object or External',
      why: 'Without pods there is no CPU, memory or pods metric, so nothing could ever wake it: the API server refuses it.',
      fix: 'Set minReplicas to 1, add an Object or External metric, or let KEDA scale to zero.',
    };
  } else if (!isAtLeast(kubernetes, '1.37') && !featureGates.includes('HPAScaleToZero')) {
    yield {
      field,
      what: `minReplicas is 0, which Kubernetes ${kubernetes} does not allow`,
      why: 'The feature gate HPAScaleToZero is off by default before 1.37.',
      fix: "Set minReplicas to 1, let KEDA scale to zero, or declare featureGates: ['HPAScaleToZero'] on the cluster profile.",
    };
  }
}
