import { type Fields } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { TABLE_OF_KEDA, triggerTypes, unreadKeys, type UnreadKey } from '../../kubernetes/keda/triggers';
import { minorOf } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { similarName, typoOf } from '../similar-names';

/** Fields of a trigger, beside its metadata. */
const OF_TRIGGER = ['metricType', 'useCachedMetrics', 'authenticationRef'];

/** Keys of a trigger that its scaler does not read. */
export const triggerKeyUnread: Rule = {
  id: 'R91',
  name: 'trigger-key-unread',
  severity: 'info',
  scope: 'autoscaler',
  fixSafety: 'unsafe',
  since: '0.2.0',
  about: 'KEDA 2.20',
  summary: 'A trigger has a key that its scaler does not read.',
  source: 'https://keda.sh/docs/2.20/scalers/',
  find,
};

function* find(index: ManifestIndex, { keda }: CheckContext): Iterable<Mistake> {
  if (minorOf('KEDA', keda) !== minorOf('KEDA', TABLE_OF_KEDA)) return;
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => index.ofKind('keda.sh', kind))) {
    for (const { type, metadata, path } of triggersOf(object.manifest)) {
      for (const unread of [...unreadKeys({ type, metadata }), ...misspeltKeys(type, metadata)]) {
        if (OF_TRIGGER.includes(unread.key)) {
          yield {
            severity: 'warning',
            objects: [object],
            field: `${path}.metadata.${unread.key}`,
            what: `${describe(object)}: ${unread.key} stands in the metadata of its ${type} trigger.`,
            why: 'KEDA reads it beside metadata, not in it: here it has no effect, and the default counts.',
            fix: `Write ${unread.key} one level higher, beside type and metadata.`,
          };
          continue;
        }
        const meant = unread.secret ? undefined : meantKey(type, unread.key);
        yield {
          ...(meant !== undefined && { severity: 'warning' as const }),
          objects: [object],
          field: `${path}.metadata.${unread.key}`,
          what: `${describe(object)}: the ${type} scaler does not read the key ${unread.key} of its trigger.`,
          why: 'KEDA ignores it without a word, and uses its default, or what it finds elsewhere.',
          fix: fixOf(unread, meant),
          ...(meant !== undefined && {
            edits: [{ is: 'rename', field: `${path}.metadata.${unread.key}`, to: meant }],
          }),
        };
      }
    }
  }
}

/** Keys of a scaler that reads more than the table tells, which are a slip of one that it does tell. */
function misspeltKeys(type: string, metadata: Fields): UnreadKey[] {
  const known = triggerTypes().get(type);
  if (!known?.isOpen) return [];
  const names = known.keys.flatMap((each) => [...each.names, ...each.names.map((name) => `${name}FromEnv`)]);
  return Object.keys(metadata).flatMap((key) => {
    const isMeant = OF_TRIGGER.includes(key) || typoOf(key, names) !== undefined;
    return names.includes(key) || !isMeant ? [] : [{ key }];
  });
}

function fixOf({ key, secret }: UnreadKey, meant: string | undefined): string {
  if (secret) {
    const authentication = secret.fromAuthentication ? ['a TriggerAuthentication'] : [];
    return `Give it by ${[...(secret.fromEnvironment ? [`${key}FromEnv`] : []), ...authentication].join(' or ')}.`;
  }
  return meant === undefined ? 'Remove it.' : `Did you mean ${meant}?`;
}

function meantKey(type: string, key: string): string | undefined {
  const names = (triggerTypes().get(type)?.keys ?? []).flatMap((each) => (each.inMetadata ? each.names : []));
  return names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? similarName(key, names);
}
