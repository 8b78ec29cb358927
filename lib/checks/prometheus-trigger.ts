import { text } from '../kubernetes/fields';
import { triggersOf, type TriggerFields } from '../kubernetes/keda/trigger-fields';
import { type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { meantBy, type MeantQuery } from './recordings';
import { parseQuery, type ParsedQuery } from '../promql';

/** A trigger that asks Prometheus. */
export interface PrometheusTrigger {
  readonly object: CheckedObject;
  readonly trigger: TriggerFields;
  readonly query: ParsedQuery;
  /** The query with what recording rules here record in the place of their series. */
  readonly meant: MeantQuery;
}

/** All Prometheus triggers that have a query. */
export function* prometheusTriggers(index: ManifestIndex): Iterable<PrometheusTrigger> {
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    for (const trigger of triggersOf(object.manifest)) {
      const query = text(trigger.metadata, 'query') ?? '';
      if (trigger.type !== 'prometheus' || query.trim() === '') continue;
      const asked = parseQuery(query);
      yield { object, trigger, query: asked, meant: meantBy(index, asked) };
    }
  }
}
