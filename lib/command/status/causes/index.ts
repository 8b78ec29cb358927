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
    return FINDERS.flatMap((find) => find(scaler, world)).map((cause) => ({ scaler: name, ...cause }));
  });
  const names = new Set(scalers.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  const found = ruleCauses(world, release).filter(
    ({ scaler, rule }) =>
      names.has(scaler) && !told.some((each) => each.scaler === scaler && isEcho(rule ?? '', each.what)),
  );
  return [...told, ...found];
}

function isEcho(rule: string, what: string): boolean {
  return ECHOES.some(([ofRule, ofCause]) => ofRule.test(rule) && ofCause.test(what));
}
