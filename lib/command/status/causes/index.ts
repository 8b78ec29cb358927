import { type LiveWorld } from '../live-world';
import { type Scaler } from '../scaler';
import { type Cause, type FindCauses } from './cause';
import { kedaCauses } from './keda';
import { metricCauses } from './metrics';
import { limitCauses, podCauses, targetCauses } from './target';
import { ruleCauses } from './rules';

export { type Cause } from './cause';

const FINDERS: readonly FindCauses[] = [targetCauses, metricCauses, kedaCauses, podCauses, limitCauses];
/** Rules that say what a cause has said already, from the other side. */
const ECHOES: readonly (readonly [rule: RegExp, cause: RegExp])[] = [
  [/^R1$/, /does not exist/],
  [/^R4$/, /Another autoscaler/],
  [/^R13$/, /serves|does not answer/],
  [/^R2$/, /request/],
];

/** What is wrong with autoscalers: what the cluster tells first, then what the rules find. */
export function causesOf(scalers: readonly Scaler[], world: LiveWorld, release: string): Cause[] {
  const told = scalers.flatMap((scaler) => {
    const name = `${scaler.kind} ${scaler.namespace}/${scaler.name}`;
    const found = FINDERS.flatMap((find) => find(scaler, world));
    return found.filter((cause) => !isConsequence(cause.what, found)).map((cause) => ({ scaler: name, ...cause }));
  });
  const names = new Set(scalers.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  const found = ruleCauses(world, release).filter(
    ({ scaler, rule }) =>
      names.has(scaler) && !told.some((each) => each.scaler === scaler && isEcho(rule ?? '', each.what)),
  );
  return [...told, ...found];
}

/** What follows from something else that is told of the same autoscaler. */
const CONSEQUENCES: readonly (readonly [consequence: RegExp, cause: RegExp])[] = [
  [/has no sample of the pods|so that there is nothing to measure/, / pods? of \d+ of |lets no more pods|refuses pods/],
  [
    /KEDA cannot use it: Triggers defined/,
    /does not answer|gives nothing|does not accept its query|cannot read its metric/,
  ],
  [/belong to several autoscalers/, /Another autoscaler scales/],
];

function isConsequence(what: string, all: readonly { readonly what: string }[]): boolean {
  return CONSEQUENCES.some(
    ([consequence, cause]) => consequence.test(what) && all.some((each) => each.what !== what && cause.test(each.what)),
  );
}

function isEcho(rule: string, what: string): boolean {
  return ECHOES.some(([ofRule, ofCause]) => ofRule.test(rule) && ofCause.test(what));
}
