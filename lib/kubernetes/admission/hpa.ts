import { at, fields, show, text, type Fields } from '../fields';
import { isHpaVersion, toV2 } from '../hpa-versions';
import { behaviorRefusals } from './hpa-behavior';
import { boundRefusals } from './hpa-bounds';
import { metricRefusals } from './hpa-metrics';
import { type Refusal, type Servers } from './refusal';
import { wholeNumberFault } from './whole-number';

const REFUSED = 'The API server refuses the HorizontalPodAutoscaler.';

/**
 * What the API server of a release refuses in a HorizontalPodAutoscaler of any version, and what it takes although it misleads.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function* hpaRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  if (!isHpaVersion(manifest)) {
    yield {
      field: 'apiVersion',
      what: `no API server knows the apiVersion ${show(at(manifest, 'apiVersion'))} of a HorizontalPodAutoscaler`,
      why: REFUSED,
      fix: 'Write apiVersion: autoscaling/v2.',
    };
    return;
  }
  const spec = toV2(manifest);
  yield* boundRefusals(spec, REFUSED, servers);
  if (text(manifest, 'apiVersion') === 'autoscaling/v1') {
    yield* percentageRefusals(at(fields(manifest, 'spec'), 'targetCPUUtilizationPercentage') ?? undefined);
    return;
  }
  yield* metricRefusals(spec, REFUSED, servers);
  yield* behaviorRefusals(at(spec, 'behavior'), { path: 'spec.behavior', why: REFUSED }, servers);
}

function* percentageRefusals(percentage: unknown): Iterable<Refusal> {
  const fault =
    percentage === undefined ? undefined : wholeNumberFault('targetCPUUtilizationPercentage', percentage, 1);
  if (fault) yield { field: 'spec.targetCPUUtilizationPercentage', what: fault.what, why: REFUSED, fix: fault.fix };
}
