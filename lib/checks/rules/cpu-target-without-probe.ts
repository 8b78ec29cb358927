import { fields, list, number, text } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** A window that outlasts the start of most processes. */
const LONG_ENOUGH_SECONDS = 60;

/** A CPU target over pods that are ready before their process is: what they burn while they start counts as load. */
export const cpuTargetWithoutProbe: Rule = {
  id: 'R70',
  name: 'cpu-target-without-probe',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'An autoscaler measures CPU, and nothing tells it which pods are still starting.',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    const target = index.targetOf(object);
    if (!target || !measuresCpu(object) || waitsUpward(object)) continue;
    const containers = containersOf(target.template).filter(({ field }) => field === 'containers');
    const isProbed = containers.some(({ container }) => 'readinessProbe' in container || 'startupProbe' in container);
    const isInjected = containers.some(({ container }) => container.image === 'auto'); // Istio fills in the gateway's container
    if (isProbed || isInjected || containers.length === 0) continue;
    yield {
      objects: [target.object, object],
      field: `${templatePathOf(target.object)}spec.containers`,
      what: `${describe(object)} scales on CPU, and no container of ${describe(target.object)} has a readiness or startup probe.`,
      why: 'Without a probe a pod is ready as soon as its containers run, so the CPU that it uses to start counts as load: each rollout may scale up.',
      fix: 'Add a readiness probe, or a stabilization window for scaling up that is longer than the start.',
    };
  }
}

function measuresCpu(object: CheckedObject): boolean {
  if (object.manifest.kind === 'ScaledObject') return triggersOf(object.manifest).some(({ type }) => type === 'cpu');
  const metrics = list(object.manifest, 'spec', 'metrics');
  if (metrics.length === 0) return true; // 80 % of the CPU request is the default
  return metrics.some((metric) =>
    ['resource', 'containerResource'].some((source) => text(metric, source, 'name') === 'cpu'),
  );
}

function waitsUpward({ manifest }: CheckedObject): boolean {
  const behavior =
    manifest.kind === 'ScaledObject'
      ? fields(manifest, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior')
      : fields(manifest, 'spec', 'behavior');
  return (number(behavior, 'scaleUp', 'stabilizationWindowSeconds') ?? 0) >= LONG_ENOUGH_SECONDS;
}
