import { scaledJobRefusals, scaledObjectRefusals } from '../../kubernetes/admission';
import { groupOf } from '../api-groups';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { serversOf, told } from '../told';

/**
 * What KEDA's CRD and admission webhook refuse or warn of in one ScaledObject, told before it is applied. What they refuse about two
 * objects is R2, R4 and R7.
 */
export const scaledObjectRefused: Rule = {
  id: 'R27',
  name: 'scaled-object-refused',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.1.0',
  about: 'the release of KEDA that `--keda` names',
  summary: 'KEDA refuses a ScaledObject.',
  source: 'https://keda.sh/docs/latest/concepts/admission-webhooks/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const servers = serversOf(context);
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject' || groupOf(object) !== 'keda.sh') continue; // another one is R25
    yield* told(object, scaledObjectRefusals(object.manifest, servers));
  }
  for (const object of index.ofKind('keda.sh', 'ScaledJob')) {
    yield* told(object, scaledJobRefusals(object.manifest, servers));
  }
}
