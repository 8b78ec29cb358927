import { text } from '../kubernetes/fields';
import { type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { parseQuery, type ParsedQuery } from '../promql';
import { triggersOf, type Trigger } from './scaled-object';

/** A trigger that asks Prometheus. */
export interface PrometheusTrigger {
  readonly object: CheckedObject;
  readonly trigger: Trigger;
  readonly query: ParsedQuery;
}

/** All Prometheus triggers that have a query. */
export function* prometheusTriggers(index: ManifestIndex): Iterable<PrometheusTrigger> {
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    for (const trigger of triggersOf(object)) {
      const query = text(trigger.metadata, 'query') ?? '';
      if (trigger.type === 'prometheus' && query.trim() !== '') yield { object, trigger, query: parseQuery(query) };
    }
  }
}
