import { type CheckOptions } from '../../../checks/check-options';
import { plainName } from '../../../simulation';
import { type LiveWorld } from '../live-world';
import { type Scaler } from '../scaler';
import { type Cause, type CauseOf, type FindCauses, type RuledCause } from './cause';
import { canWait, isExplained, isSaid, REASONS, withoutConsequences } from './consequences';
import { kedaCauses, partCauses } from './keda';
import { metricCauses } from './metrics';
import { limitCauses, podCauses, targetCauses } from './target';
import { ruleCauses } from './rules';

export { type Cause } from './cause';

const FINDERS: readonly FindCauses[] = [targetCauses, metricCauses, kedaCauses, podCauses, limitCauses];

/** What is wrong with autoscalers. */
export interface Causes {
  /** What the cluster tells first, then what the rules find. */
  readonly causes: readonly Cause[];
  /** How many warnings of rules wait, because the same autoscaler has an error. */
  readonly waiting: number;
}

/** How causes are looked for. */
export interface CauseOptions {
  /** Options of the rules of `check`. */
  readonly rules?: CheckOptions;
  /** Whether warnings of rules are told, too, where the same autoscaler has an error. @default false */
  readonly isComplete?: boolean;
}

/** Looks for what is wrong with autoscalers, and leaves out what follows from something else that is told. */
export function causesOf(
  scalers: readonly Scaler[],
  world: LiveWorld,
  { rules: options = {}, isComplete = false }: CauseOptions,
): Causes {
  const ofParts = scalers.some(({ kind }) => kind !== 'HorizontalPodAutoscaler') ? partCauses(world) : [];
  const parts = ofParts.map(({ cause }) => cause);
  const told = new Map(
    scalers.map((scaler) => {
      const found = FINDERS.flatMap((find) => find(scaler, world)).map(plain);
      const others = scaler.kind === 'HorizontalPodAutoscaler' ? [] : parts;
      return [nameOf(scaler), withoutConsequences(found, others)];
    }),
  );
  const ruled = ruleCauses(world, options, scalers).filter(({ object, rule }) => {
    const causes = told.get(object);
    return causes && !isSaid(rule, [...causes.map(({ cause }) => cause), ...parts]);
  });
  const found = [...told].flatMap(([object, causes]) => causes.map((cause) => ({ object, ...cause })));
  const rules = new Map<string, string[]>();
  for (const { object, rule } of ruled) rules.set(object, [...(rules.get(object) ?? []), rule]);
  const explained = new Set(found.filter((cause) => isExplained(cause, rules.get(cause.object) ?? [])));
  const withReasons = new Set([...explained].map(({ object }) => object));
  const reasons = ruled.map((each) => {
    const explains = REASONS.has(each.rule) && withReasons.has(each.object);
    return explains ? { ...each, severity: 'error' as const } : each;
  });
  const isWaiting = (cause: RuledCause): boolean => !isComplete && canWait(cause, told.get(cause.object) ?? []);
  return {
    causes: [
      ...ofParts,
      ...found.filter((cause) => !explained.has(cause)),
      ...reasons.filter((cause) => !isWaiting(cause)),
    ],
    waiting: reasons.filter(isWaiting).length,
  };
}

/** A cause without the selectors that the controller prints as Go does. */
function plain(cause: CauseOf): CauseOf {
  return { ...cause, what: plainName(cause.what), evidence: plainName(cause.evidence) };
}

function nameOf({ kind, namespace, name }: Scaler): string {
  return `${kind} ${namespace}/${name}`;
}
