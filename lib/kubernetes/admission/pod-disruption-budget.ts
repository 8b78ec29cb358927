import { at, fields, isWhole, show, type Fields } from '../fields';
import { MAX_INT32 } from '../int64';
import { type Refusal } from './refusal';
import { selectorRefusals } from './selector';

const REFUSED = 'The API server refuses the PodDisruptionBudget.';
const EVICTION_POLICIES = ['IfHealthyBudget', 'AlwaysAllow'];

/**
 * What the API server refuses in a PodDisruptionBudget.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget
 */
export function* podDisruptionBudgetRefusals(manifest: Fields): Iterable<Refusal> {
  const spec = fields(manifest, 'spec');
  const given = ['minAvailable', 'maxUnavailable'].filter((field) => (spec[field] ?? undefined) !== undefined);
  if (given.length > 1) {
    yield {
      field: 'spec',
      what: 'it has both minAvailable and maxUnavailable',
      why: REFUSED,
      fix: 'Keep one of them: maxUnavailable: 1 never blocks a drain.',
    };
  }
  for (const field of given) {
    if (isWhole(spec[field], 0, MAX_INT32) || isPercentage(spec[field])) continue;
    yield {
      field: `spec.${field}`,
      what: `${field} ${show(spec[field])} is neither a number of pods nor a percentage`,
      why: REFUSED,
      fix: 'Use a whole number from 0 up without quotes, or a percentage from "0%" to "100%".',
    };
  }
  yield* selectorRefusals(spec.selector, 'spec.selector', REFUSED);
  const policy = at(spec, 'unhealthyPodEvictionPolicy') ?? undefined;
  if (policy === undefined || EVICTION_POLICIES.includes(policy as string)) return;
  yield {
    field: 'spec.unhealthyPodEvictionPolicy',
    what: `unhealthyPodEvictionPolicy is ${show(policy)}`,
    why: REFUSED,
    fix: `Use one of ${EVICTION_POLICIES.join(', ')}.`,
  };
}

function isPercentage(value: unknown): boolean {
  return typeof value === 'string' && /^\d+%$/.test(value) && Number(value.slice(0, -1)) <= 100;
}
