import { text } from '../kubernetes/fields';
import { triggersOf, type TriggerFields } from '../kubernetes/keda/trigger-fields';
import { type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { meantBy, type MeantQuery } from './recordings';
import { parseQuery, type ParsedQuery } from '../promql';
import { remembered } from './remembered';

/** A trigger that asks Prometheus. */
export interface PrometheusTrigger {
  readonly object: CheckedObject;
  readonly trigger: TriggerFields;
  readonly query: ParsedQuery;
  /** The query with what recording rules here record in the place of their series. */
  readonly meant: MeantQuery;
}

/** All Prometheus triggers that have a query, but for those that are nested too deeply to say anything of the whole. */
export const prometheusTriggers = remembered((index: ManifestIndex): readonly PrometheusTrigger[] =>
  index.autoscalers.flatMap(({ object }) => {
    if (object.manifest.kind !== 'ScaledObject') return [];
    return triggersOf(object.manifest).flatMap((trigger) => {
      const query = text(trigger.metadata, 'query') ?? '';
      if (trigger.type !== 'prometheus' || query.trim() === '') return [];
      const asked = parseQuery(query);
      const meant = meantBy(index, asked);
      if (asked.deepAt !== undefined || meant.query.deepAt !== undefined) return [];
      return [{ object, trigger, query: asked, meant }];
    });
  }),
);
