import { at, fields, list, number, show, text, type Fields } from '../../kubernetes/fields';
import { frontedDeployments } from '../fronted-workloads';
import { type Mistake } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { containersOf, isLongRunning, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** Where `HealthCheck.none(reason)` keeps its reason. */
const READINESS_OPT_OUT = 'cdk8s-autoscaling/no-readiness';

/**
 * What loses requests whenever a pod is replaced. Only workloads that a Service sends requests to are looked at.
 */
export const unsafeRollout: Rule = {
  id: 'R22',
  name: 'unsafe-rollout',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'unsafe',
  since: '0.1.0',
  summary: 'A rollout loses requests.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const [workload, service] of frontedDeployments(index)) {
    yield* strategyMistakes(index, workload, service);
    yield* podMistakes(workload, service);
  }
}

function* strategyMistakes(
  index: ManifestIndex,
  { object, template, autoscalers }: Workload,
  service: CheckedObject,
): Iterable<Mistake> {
  const strategy = fields(object.manifest, 'spec', 'strategy');
  const field = 'spec.strategy';
  if (text(strategy, 'type') === 'Recreate') {
    if (hasExclusiveVolume(index, object, template)) return;
    yield {
      objects: [object, service],
      field,
      what: `${describe(object)} recreates its pods, and ${describe(service)} sends requests to them.`,
      why: 'All old pods stop before the first new one starts: requests fail until it is ready.',
      fix: 'Use a rolling update with maxUnavailable: 0, unless the app must not run twice.',
    };
    return;
  }
  const min = Math.max(1, autoscalers[0]?.minReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1);
  const value = at(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%';
  const unavailable =
    typeof value === 'number' ? value : Math.floor((parseFloat(typeof value === 'string' ? value : '') / 100) * min);
  if (!(unavailable >= min)) return;
  yield {
    objects: [object, service],
    field: `${field}.rollingUpdate.maxUnavailable`,
    what: `${describe(object)} may have all of its ${min} ${min === 1 ? 'pod' : 'pods'} unavailable in a rollout: maxUnavailable is ${typeof value === 'string' ? value : show(value)}.`,
    why: `${describe(service)} has no endpoint until the first new pod is ready.`,
    fix: 'Set maxUnavailable: 0, so that a new pod is ready before an old one stops.',
    edits: [{ is: 'set', field: `${field}.rollingUpdate.maxUnavailable`, value: 0 }],
  };
}

/**
 * Whether pods mount a volume that, for all that is known, one node at a time may mount: a second pod could wait for it for ever.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 */
function hasExclusiveVolume(index: ManifestIndex, object: CheckedObject, template: Fields): boolean {
  return list(template, 'spec', 'volumes').some((volume) => {
    const name = text(volume, 'persistentVolumeClaim', 'claimName');
    if (name === undefined) return false;
    const claim = index.find('PersistentVolumeClaim', namespaceOf(object), name);
    return !claim || !list(claim.manifest, 'spec', 'accessModes').includes('ReadWriteMany');
  });
}

function* podMistakes({ object, template }: Workload, service: CheckedObject): Iterable<Mistake> {
  const containers = containersOf(template).filter(isLongRunning);
  const prefix = `${templatePathOf(object)}spec.containers`;
  const isOptedOut = (text(template, 'metadata', 'annotations', READINESS_OPT_OUT) ?? '') !== '';
  if (!isOptedOut && !containers.some(({ container }) => at(container, 'readinessProbe') !== undefined)) {
    yield {
      objects: [object, service],
      field: prefix,
      what: `${describe(object)} has no readinessProbe, and ${describe(service)} sends requests to its pods.`,
      why: 'A pod counts as ready when its process has started: requests reach it before it can answer, in every rollout and scale-out.',
      fix: 'Add a readinessProbe that asks what a request needs.',
    };
  }
}
