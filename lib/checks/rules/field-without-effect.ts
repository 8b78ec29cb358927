import { ignoredFields } from '../../kubernetes/admission';
import { fields, number, text, written } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { below } from '../../kubernetes/schema';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { serversOf, told } from '../told';

const PAUSED = 'autoscaling.keda.sh/paused';
const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';
/** Since KEDA 2.18. */
const PAUSED_SCALE_IN = 'autoscaling.keda.sh/paused-scale-in';
const PAUSED_SCALE_OUT = 'autoscaling.keda.sh/paused-scale-out';

/** Fields that have no effect where the target never goes to zero, of which KEDA's webhook warns, and triggers that are paused. */
export const fieldWithoutEffect: Rule = {
  id: 'R47',
  name: 'field-without-effect',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'KEDA ignores a field of a ScaledObject.',
  source: 'https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const servers = serversOf(context);
  for (const job of index.ofKind('keda.sh', 'ScaledJob')) {
    yield* paused(job);
    yield* minimumAboveMaximum(job);
  }
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    yield* paused(object);
    yield* partitions(index, object);
    for (const mistake of told(object, ignoredFields(object.manifest, servers))) {
      yield { ...mistake, ...(mistake.field !== undefined && { edits: [{ is: 'remove', field: mistake.field }] }) };
    }
  }
}

/**
 * A minimum of Jobs above their maximum, which is taken instead.
 * @see https://github.com/kedacore/keda/blob/v2.20.2/apis/keda/v1alpha1/scaledjob_types.go MinReplicaCount
 */
function* minimumAboveMaximum(object: CheckedObject): Iterable<Mistake> {
  const least = number(object.manifest, 'spec', 'minReplicaCount') ?? 0;
  const most = number(object.manifest, 'spec', 'maxReplicaCount') ?? MOST_JOBS;
  if (least <= most) return;
  yield {
    objects: [object],
    field: 'spec.minReplicaCount',
    what: `${describe(object)} has minReplicaCount ${least} and maxReplicaCount ${most}.`,
    why: `KEDA takes the maximum for both: ${most} Jobs run at any time, and never more.`,
    fix: `Lower minReplicaCount, or raise maxReplicaCount above ${least}.`,
  };
}

/** What KEDA takes for the maxReplicaCount of a ScaledJob where nothing is said. */
const MOST_JOBS = 100;

/**
 * Annotations that stop a ScaledObject or a ScaledJob, or one of its directions, and are easily left behind.
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling
 */
function* paused(object: CheckedObject): Iterable<Mistake> {
  const annotations = fields(object.manifest, 'metadata', 'annotations');
  const replicas = annotations[PAUSED_REPLICAS];
  const isJob = object.manifest.kind === 'ScaledJob';
  const [annotation, what] =
    replicas !== undefined && !isJob
      ? [
          PAUSED_REPLICAS,
          `is paused${typeof replicas === 'string' ? ` at ${replicas}` : ''}: its triggers have no effect`,
        ]
      : isSwitchedOn(annotations[PAUSED])
        ? [PAUSED, 'is paused: its triggers have no effect']
        : isSwitchedOn(annotations[PAUSED_SCALE_IN]) && !isJob
          ? [PAUSED_SCALE_IN, 'never takes replicas away']
          : isSwitchedOn(annotations[PAUSED_SCALE_OUT]) && !isJob
            ? [PAUSED_SCALE_OUT, 'never adds replicas']
            : [];
  if (annotation === undefined) return;
  yield {
    objects: [object],
    field: below('metadata.annotations', annotation),
    what: `${describe(object)} ${what}.`,
    why: `While it has the annotation ${annotation}, KEDA holds ${isJob ? 'the queue' : 'the target'}, whatever the load is.`,
    fix: 'Remove the annotation to let it scale.',
  };
}

/** What KEDA takes for true: everything that does not read as false. */
function isSwitchedOn(value: unknown): boolean {
  return value !== undefined && !/^(?:0|f|false)$/i.test(written(value));
}

/**
 * A maximum beyond the partitions of the one topic that is read: KEDA never asks for more consumers than there are partitions.
 * @see https://keda.sh/docs/latest/scalers/apache-kafka/
 */
function* partitions(index: ManifestIndex, object: CheckedObject): Iterable<Mistake> {
  const [trigger, ...others] = triggersOf(object.manifest);
  if (trigger?.type !== 'kafka' || others.length > 0 || trigger.metadata.allowIdleConsumers === 'true') return;
  const topics = index
    .ofKind('kafka.strimzi.io', 'KafkaTopic')
    .filter((topic) => (text(topic.manifest, 'spec', 'topicName') ?? nameOf(topic)) === trigger.metadata.topic);
  const [topic, another] = topics;
  const most = number(object.manifest, 'spec', 'maxReplicaCount');
  const least = number(object.manifest, 'spec', 'minReplicaCount') ?? 0;
  const count = number(topic?.manifest, 'spec', 'partitions');
  if (!topic || another || most === undefined || count === undefined || most <= Math.max(count, least)) return;
  yield {
    objects: [object, topic],
    field: 'spec.maxReplicaCount',
    what: `${describe(object)} has maxReplicaCount ${most}, and ${describe(topic)} has ${count} ${count === 1 ? 'partition' : 'partitions'}.`,
    why: `A partition has one consumer of a group, so KEDA never asks for more than ${count}: it stays there, whatever the lag is.`,
    fix: `Raise the partitions to ${most}, or lower maxReplicaCount.`,
  };
}
