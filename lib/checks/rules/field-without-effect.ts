import { ignoredFields } from '../../kubernetes/admission';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { serversOf, told } from '../told';

/** Fields that have no effect where the target never goes to zero: KEDA's webhook warns of them. */
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
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    for (const mistake of told(object, ignoredFields(object.manifest, servers))) {
      yield { ...mistake, ...(mistake.field !== undefined && { edits: [{ is: 'remove', field: mistake.field }] }) };
    }
  }
}
