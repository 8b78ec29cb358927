import { at, fields, list, optionalWhole, show, text, whole, type Fields } from '../../kubernetes/fields';
import { toV2 } from '../../kubernetes/hpa-versions';
import { InputError } from '../../validation';
import { type HpaSpec, type MetricSpec } from './hpa-spec';
import { readBehavior } from './read-behavior';
import { readMetric, readReference } from './read-metric';

/** A HorizontalPodAutoscaler as it stands in YAML. */
export type HpaManifest = Fields;

/** What an HPA without metrics scales on. */
const DEFAULT_METRIC: MetricSpec = {
  type: 'Resource',
  resource: 'cpu',
  target: { type: 'Utilization', averageUtilization: 80 },
};

/**
 * A HorizontalPodAutoscaler as the controller sees it, with the API server's defaults.
 *
 * `autoscaling/v2` is read; `v2beta2`, `v2beta1` and `v1` are converted to it as the API server does.
 *
 * @throws InputError if it is not an HPA, or a value cannot be read.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function readHpa(manifest: HpaManifest): HpaSpec {
  if (text(manifest, 'kind') !== 'HorizontalPodAutoscaler') {
    throw new InputError({
      what: `The object is a ${show(at(manifest, 'kind'))}, no HorizontalPodAutoscaler.`,
      why: 'Only the HPA controller is decided here; a ScaledObject has entry points of its own.',
      fix: 'Pass the HorizontalPodAutoscaler, or use decideScaledObject.',
    });
  }
  const spec = toV2(manifest);
  const metrics = list(spec, 'metrics').map(readMetric);
  const scaleTargetRef = readReference(spec, 'scaleTargetRef');
  if (scaleTargetRef.kind === '' || scaleTargetRef.name === '') {
    throw new InputError({
      what: 'The HorizontalPodAutoscaler has no scaleTargetRef with a kind and a name.',
      why: 'It would scale nothing; the API server refuses it.',
      fix: 'Write scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: … }.',
    });
  }
  const metadata = fields(manifest, 'metadata');
  return {
    namespace: text(metadata, 'namespace') ?? 'default',
    name: text(metadata, 'name') ?? '',
    scaleTargetRef,
    minReplicas: optionalWhole('spec.minReplicas', spec.minReplicas) ?? 1,
    maxReplicas: whole('spec.maxReplicas', spec.maxReplicas, 1),
    metrics: metrics.length > 0 ? metrics : [DEFAULT_METRIC],
    behavior: readBehavior(spec),
  };
}
