import { zeroRefusals } from '../../kubernetes/admission';
import { fields, list, text } from '../../kubernetes/fields';
import { isResourceTrigger, triggersOf, type TriggerFields } from '../../kubernetes/keda/trigger-fields';
import { type CheckContext } from '../check-options';
import { clusterHasObject } from '../cluster-provides';
import { type Mistake } from '../finding';
import { selections } from '../fronted-workloads';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { describeTarget, targetReferenceOf, type ManifestIndex, type Workload } from '../manifest-index';
import { isSourceLabel, meetsMatcher, metricLabelsOf } from '../measured-labels';
import { podLabelsOf } from '../pod-template';
import { parseQuery, selectorsIn, type LabelMatcher } from '../../promql';
import { type Rule } from '../rule';
import { serversOf, told } from '../told';

/**
 * A ScaledObject that takes its target to zero, and wakes it by a metric that only the target's own pods give.
 */
export const scaleToZeroTrap: Rule = {
  id: 'R7',
  name: 'scale-to-zero-trap',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'unsafe',
  since: '0.1.0',
  summary: 'A workload scales to zero, and only a metric of its own pods could wake it.',
  source: 'https://github.com/kedacore/keda/issues/6040',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const fronted = frontedWorkloads(index);
  const servers = serversOf(context);
  for (const { object, minReplicas } of index.autoscalers) {
    const spec = fields(object.manifest, 'spec');
    const isIdle = spec.idleReplicaCount === 0;
    if (object.manifest.kind !== 'ScaledObject' || (minReplicas !== 0 && !isIdle)) continue;
    const triggers = triggersOf(object.manifest);
    if (triggers.length === 0) continue;
    const zero = `${describe(object)} ${isIdle ? 'has idleReplicaCount 0' : spec.minReplicaCount === 0 ? 'has minReplicaCount 0' : 'defaults to minReplicaCount 0'}`;
    const field = isIdle ? 'spec.idleReplicaCount' : 'spec.minReplicaCount';
    const stay = isIdle ? 'Remove idleReplicaCount' : 'Set minReplicaCount: 1';
    if (triggers.every(isResourceTrigger)) {
      yield* told(object, zeroRefusals(object.manifest, servers));
      continue;
    }
    const target = index.targetOf(object);
    const { kind, name } = targetReferenceOf(object);
    const isElsewhere = !target && clusterHasObject(context, kind, namespaceOf(object), name);
    const waking = triggers.filter((trigger) => !isResourceTrigger(trigger));
    if (target ? !fronted.has(target) && !waking.every(countsRequests) : !isElsewhere) continue;
    const measured: Measured = { name, target };
    if (!waking.every((trigger) => measuresOnly(trigger, measured))) continue;
    yield {
      objects: [object, ...(target ? [target.object] : [])],
      field,
      what: `${zero}, and its metric comes from the pods of ${describeTarget(index, object)}, which it removes.`,
      why: 'At zero there is nobody left to report requests: it never wakes, and the Service has no endpoint.',
      fix: `${stay}, or measure in front of the app, at the ingress controller.`,
      edits: [isIdle ? { is: 'remove', field } : { is: 'set', field, value: 1 }],
    };
  }
}

/** The workloads that a Service sends requests to. */
function frontedWorkloads(index: ManifestIndex): Set<Workload> {
  const fronted = new Set<Workload>();
  const hasPorts = ({ manifest }: CheckedObject): boolean => list(manifest, 'spec', 'ports').length > 0;
  for (const [, selected] of selections(index, hasPorts)) {
    for (const workload of selected) fronted.add(workload);
  }
  return fronted;
}

/** What is scaled; without its workload, if somebody said that it is elsewhere. */
interface Measured {
  readonly name: string;
  readonly target?: Workload;
}

/** Whether everything that a trigger measures comes from the pods of its own target. */
function measuresOnly({ type, metadata }: TriggerFields, target: Measured): boolean {
  const query = text(metadata, 'query');
  if (type !== 'prometheus' || query === undefined) return false;
  const selectors = selectorsIn(parseQuery(query));
  return (
    selectors.length > 0 && selectors.every(({ matchers }) => matchers.some((matcher) => namesPodsOf(matcher, target)))
  );
}

/** Whether a trigger counts what clients send, as only those who answer can. */
function countsRequests({ metadata }: TriggerFields): boolean {
  return selectorsIn(parseQuery(text(metadata, 'query') ?? '')).every(({ metric = '' }) => REQUESTS.test(metric));
}

const REQUESTS = /^(?:http|grpc)_(?:server_)?(?:requests?|request_duration|in_?flight)/;

function namesPodsOf(matcher: LabelMatcher, { name, target }: Measured): boolean {
  if (!isSourceLabel(matcher.label) || matcher.operator.startsWith('!')) return false;
  const actual = target && metricLabelsOf(podLabelsOf(target)).get(matcher.label);
  if (actual !== undefined) return meetsMatcher(matcher, actual);
  return meetsMatcher(matcher, name) || meetsMatcher(matcher, `${name}-6d4b75cb6d-x2x4z`);
}
