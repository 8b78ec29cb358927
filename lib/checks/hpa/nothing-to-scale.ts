import { type Refusal } from '../../kubernetes/admission';

/** Bounds that leave an autoscaler nothing to do. */
export function* nothingToScale(min: number, max: number | undefined): Iterable<Refusal> {
  if (min !== max || !Number.isInteger(min) || min < 1) return;
  yield {
    severity: 'info',
    admitted: true,
    field: 'spec.maxReplicas',
    what: `minReplicas and maxReplicas are both ${min}`,
    why: 'There is nothing to scale between the two: whatever it measures, the number of pods stays.',
    fix: 'Raise maxReplicas, or say replicas in the workload and leave the autoscaler out.',
  };
}
