import { type Mistake } from '../finding';
import { IGNORE_ANNOTATION, ignoredRulesOf } from '../ignored-rules';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** An entry of the annotation that silences rules counts only with a reason: whoever comes next has to know why. */
export const ignoreWithoutReason: Rule = {
  id: 'R36',
  name: 'ignore-without-reason',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An annotation silences a rule without a reason, so it does not count.',
  source: 'docs/rules/README.md',
  find,
};

function* find({ objects }: ManifestIndex): Iterable<Mistake> {
  for (const object of objects) {
    for (const { rule, reason } of ignoredRulesOf(object)) {
      if (reason !== '') continue;
      yield {
        objects: [object],
        field: `metadata.annotations["${IGNORE_ANNOTATION}"]`,
        what: `${describe(object)} ignores ${rule} without a reason.`,
        why: 'The annotation does not count: without a reason nobody can tell later whether it is still needed.',
        fix: `Write "${rule}: <reason>".`,
      };
    }
  }
}
