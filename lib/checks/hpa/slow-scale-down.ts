import { at, list, number, text, type Fields, isWhole } from '../../kubernetes/fields';
import { type Refusal } from './refusal';

const SLOW_SECONDS = 30 * 60;
const DEFAULT_WINDOW_SECONDS = 300;

/** A way down that takes more than half an hour: pods that nobody needs stay for all that time. */
export function* slowScaleDown(scaleDown: Fields, path: string, min: number, max: number): Iterable<Refusal> {
  if (text(scaleDown, 'selectPolicy') === 'Disabled') return; // which says what it does
  const policies = list(scaleDown, 'policies')
    .map((policy) => ({ ...stepsOf(policy, min, max), policy }))
    .filter(({ seconds }) => Number.isFinite(seconds));
  const slowest = text(scaleDown, 'selectPolicy') === 'Min';
  policies.sort((a, b) => (slowest ? b.seconds - a.seconds : a.seconds - b.seconds));
  const [policy] = policies;
  if (!policy) return;
  const window = number(scaleDown, 'stabilizationWindowSeconds') ?? DEFAULT_WINDOW_SECONDS;
  const seconds = window + policy.seconds;
  if (seconds <= SLOW_SECONDS) return;
  const unit = text(policy.policy, 'type') === 'Percent' ? ' %' : policy.value === 1 ? ' pod' : ' pods';
  yield {
    severity: 'warning',
    field: `${path}.policies`,
    what: `its way down from ${max} to ${min} replicas takes ${Math.round(seconds / 60)} minutes: ${policy.value}${unit} per ${policy.period} s`,
    why: 'Pods that nobody needs any more are paid for all that time.',
    fix: 'Allow a larger step or a shorter period, such as 10 % per 60 s; a stabilization window alone already prevents flapping.',
  };
}

/** How long a policy alone needs: its first step is free, each other one waits for a period. */
function stepsOf(policy: unknown, min: number, max: number): { seconds: number; value: number; period: number } {
  const value = number(policy, 'value') ?? 0;
  const period = number(policy, 'periodSeconds') ?? 0;
  if (!isWhole(value, 1) || !isWhole(period, 1, 1800) || max <= min) return { seconds: NaN, value, period };
  const steps = at(policy, 'type') === 'Percent' ? percentSteps(value, min, max) : Math.ceil((max - min) / value);
  return { seconds: (steps - 1) * period, value, period };
}

function percentSteps(percent: number, min: number, max: number): number {
  let steps = 0;
  for (let replicas = max; replicas > min; replicas = Math.trunc(replicas * (1 - percent / 100))) steps++;
  return steps;
}
