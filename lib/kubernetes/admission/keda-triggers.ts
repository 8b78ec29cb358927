import { at, list, show, text, type Fields } from '../fields';
import { parseGoInt32 } from '../go-text';
import { hasMetadata, isResourceTrigger, triggersOf, type TriggerFields } from '../keda/trigger-fields';
import { milliValue } from '../quantity';
import { scalar } from '../scalar';
import { definitionRefuses, hasKeda, nothingComesOf, refusedSince, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';

/** Triggers whose metrics KEDA does not keep. */
const UNCACHED = ['cpu', 'memory', 'cron'];
const AUTHENTICATIONS = ['TriggerAuthentication', 'ClusterTriggerAuthentication'];

/** What is refused in the triggers of a ScaledObject or a ScaledJob, and what KEDA's operator fails on. */
export function* triggerRefusals(manifest: Fields, kind: string, servers: Servers): Iterable<Refusal> {
  const triggers = triggersOf(manifest);
  if (triggers.length === 0) {
    const isGiven = Array.isArray(at(manifest, 'spec', 'triggers'));
    const refusal = {
      field: 'spec.triggers',
      what: 'it has no triggers',
      why: isGiven && !hasKeda(servers, '2.20') ? webhookRefuses(kind) : definitionRefuses(kind),
      fix: 'Add a trigger.',
      said: 'no triggers defined in the ScaledObject/ScaledJob',
    };
    yield isGiven ? refusedSince(servers, '2.14', refusal) : refusal;
  }
  yield* doubleNames(triggers, kind, servers);
  for (const [index, trigger] of triggers.entries()) {
    const raw = list(manifest, 'spec', 'triggers')[index];
    yield* formRefusals(trigger, kind, servers);
    yield* authenticationRefusals(raw, trigger, kind, servers);
    if (kind === 'ScaledJob' && isResourceTrigger(trigger)) yield unreadByJobs(trigger, triggers);
    else if (hasMetadata(raw)) yield* scalerRefusals(trigger, nothingComesOf(kind));
    else yield noMetadata(trigger, kind);
  }
}

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/scale_handler.go (getScaledJobMetrics) */
function unreadByJobs({ type, path }: TriggerFields, all: readonly TriggerFields[]): Refusal {
  return {
    ...(!all.every(isResourceTrigger) && { severity: 'warning' }), // the others make Jobs
    field: `${path}.type`,
    what: `it has a ${type} trigger`,
    why: `KEDA passes over ${type} triggers of a ScaledJob: they never make a Job.`,
    fix: 'Use a trigger that counts the work to do, such as a queue; a Deployment that runs all the time takes a ScaledObject.',
    admitted: true,
  };
}

function noMetadata({ type, path }: TriggerFields, kind: string): Refusal {
  return {
    field: `${path}.metadata`,
    what: `${type === '' ? 'a' : `its ${type}`} trigger has no metadata`,
    why: definitionRefuses(kind),
    fix: 'Add metadata with what its scaler reads.',
  };
}

function* doubleNames(triggers: readonly TriggerFields[], kind: string, servers: Servers): Iterable<Refusal> {
  if (!hasKeda(servers, kind === 'ScaledJob' ? '2.14' : '2.11')) return; // the webhooks came one after the other
  const names = new Set<string>();
  for (const { name, path } of triggers) {
    if (name !== '' && names.has(name)) {
      yield {
        field: `${path}.name`,
        what: `two triggers have the name "${name}"`,
        why: webhookRefuses(kind),
        fix: 'Give each trigger a name of its own.',
        said: `triggerName "${name}" is defined multiple times in the ScaledObject/ScaledJob, but it must be unique`,
      };
    }
    names.add(name);
  }
}

function* formRefusals(trigger: TriggerFields, kind: string, servers: Servers): Iterable<Refusal> {
  const { type, path, metadata, useCachedMetrics } = trigger;
  if (type === '') {
    yield {
      field: `${path}.type`,
      what: 'a trigger has no type',
      why: definitionRefuses(kind),
      fix: 'Name its scaler.',
    };
  }
  if (useCachedMetrics && UNCACHED.includes(type) && hasKeda(servers, '2.11')) {
    yield {
      field: `${path}.useCachedMetrics`,
      what: `its ${type} trigger has useCachedMetrics, which ${UNCACHED.join(', ')} do not have`,
      why: webhookRefuses(kind),
      fix: 'Remove useCachedMetrics.',
      said: `property "useCachedMetrics" is not supported for "${type}" scaler`,
    };
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string' || value === undefined) continue;
    yield {
      field: `${path}.metadata.${key}`,
      what: `${key} of its ${type} trigger is ${show(value)}, not text`,
      why: definitionRefuses(kind),
      fix: `Quote it: ${key}: "${show(value)}".`,
    };
  }
}

function* authenticationRefusals(
  raw: unknown,
  { type, path }: TriggerFields,
  kind: string,
  servers: Servers,
): Iterable<Refusal> {
  const reference = at(raw, 'authenticationRef') ?? undefined;
  if (reference === undefined) return;
  if (text(reference, 'name') === undefined) {
    yield {
      field: `${path}.authenticationRef.name`,
      what: `the authenticationRef of its ${type} trigger has no name`,
      why: definitionRefuses(kind),
      fix: 'Name a TriggerAuthentication.',
    };
  }
  const referenced = at(reference, 'kind') ?? 'TriggerAuthentication';
  if (AUTHENTICATIONS.includes(referenced as string)) return;
  yield refusedSince(servers, '2.20', {
    field: `${path}.authenticationRef.kind`,
    what: `the authenticationRef of its ${type} trigger has the kind ${show(referenced)}`,
    why: definitionRefuses(kind),
    fix: `Use ${AUTHENTICATIONS.join(' or ')}.`,
  });
}

/** What the scaler of a type fails on: KEDA stores it and finds out when it makes the autoscaler. */
function* scalerRefusals(trigger: TriggerFields, why: string): Iterable<Refusal> {
  if (isResourceTrigger(trigger)) {
    yield* resourceRefusals(trigger, why);
    return;
  }
  const { type, metricType, metadata, path } = trigger;
  if (!['', 'AverageValue', 'Value'].includes(metricType)) {
    yield failing(
      `${path}.metricType`,
      `its ${type} trigger has metricType ${metricType}`,
      why,
      'Use AverageValue or Value.',
    );
  }
  if (type !== 'prometheus') return;
  for (const key of ['query', 'threshold']) {
    if (scalar(metadata[key]).trim() !== '' || typeof (metadata[key] ?? '') !== 'string') continue;
    yield failing(`${path}.metadata`, `its prometheus trigger has no ${key}`, why, `Add ${key}.`);
  }
}

function* resourceRefusals(trigger: TriggerFields, why: string): Iterable<Refusal> {
  const { type, metadata, path } = trigger;
  const metricType = trigger.metricType === '' ? scalar(metadata.type) : trigger.metricType;
  if (metricType !== 'Utilization' && metricType !== 'AverageValue') {
    const what = metricType === '' ? 'no metricType' : `metricType ${metricType}`;
    yield failing(`${path}.metricType`, `its ${type} trigger has ${what}`, why, 'Use Utilization or AverageValue.');
    return;
  }
  const value = scalar(metadata.value).trim();
  const isUtilization = metricType === 'Utilization';
  const number = isUtilization ? parseGoInt32(value) : milliValue(value);
  if (number !== undefined && number > 0) return;
  const shown = value === '' ? 'no value' : `the value "${value}"`;
  yield failing(
    `${path}.metadata.value`,
    `its ${type} trigger has ${shown}`,
    why,
    isUtilization
      ? 'Use a whole percentage above 0, such as "50".'
      : 'Use a quantity above 0, such as "500m" or "64Mi".',
  );
}

function failing(field: string, what: string, why: string, fix: string): Refusal {
  return { field, what, why, fix, admitted: true };
}
