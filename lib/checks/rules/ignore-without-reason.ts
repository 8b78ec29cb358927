import { type Mistake } from '../finding';
import { IGNORE_ANNOTATION, ignoredRulesOf } from '../ignored-rules';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';

/** R36: an entry of the annotation that silences rules counts only with a reason: whoever comes next has to know why. */
export function* ignoreWithoutReason({ objects }: ManifestIndex): Iterable<Mistake> {
  for (const object of objects) {
    for (const { rule, reason } of ignoredRulesOf(object)) {
      if (reason !== '') continue;
      yield {
        objects: [object],
        field: `metadata.annotations["${IGNORE_ANNOTATION}"]`,
        what: `${describe(object)} ignores ${rule} without a reason.`,
        why: 'The rule is not silent: nobody could tell later whether it may be heeded again.',
        fix: `Write "${rule}: <reason>".`,
      };
    }
  }
}
