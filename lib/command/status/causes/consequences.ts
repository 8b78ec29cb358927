import { type CauseName, type CauseOf, POD_TROUBLES, type RuledCause } from './cause';

const UNREAD: readonly CauseName[] = [
  ...(['refused-query', 'empty-answer', 'refused-login', 'silent-source', 'unreadable-metric'] as const),
];

/** What follows from what, of one autoscaler: a consequence is told only where its cause is not. */
const FOLLOWS: Partial<Record<CauseName, readonly CauseName[]>> = {
  'shared-pods': ['second-autoscaler'],
  'no-request': ['no-target'],
  'nothing-to-measure': [...POD_TROUBLES, 'no-target'],
  'no-sample': [...POD_TROUBLES, 'no-target'],
  'no-metrics-api': ['no-keda-metrics-server'],
  'unreadable-metric': ['no-authentication', 'unusable-secret', 'no-keda-operator', 'no-keda-metrics-server'],
  'silent-source': ['no-keda-operator'],
  'refused-login': ['no-authentication', 'unusable-secret'],
  fallback: ['refused-query', 'refused-login', 'unusable-secret', 'no-authentication'],
  'refused-by-keda': [...UNREAD, 'no-target', 'second-autoscaler', 'no-authentication', 'unusable-secret', 'fallback'],
  'unseen-by-keda': ['no-keda-operator', 'no-target'],
};

/** What a rule says that the cluster has told already, from the other side. */
const SAID: Readonly<Record<string, readonly CauseName[]>> = {
  R1: ['no-target'],
  R2: ['no-request'],
  R4: ['second-autoscaler', 'shared-pods'],
  R5: ['shared-pods'],
  R9: ['silent-source', 'fallback'],
  R13: ['no-metrics-api'],
  R27: ['refused-by-keda', 'no-target', 'second-autoscaler', 'no-request'],
  R29: ['no-room'],
  R73: ['quota'],
  R74: ['no-room'],
  R80: ['no-authentication', 'unusable-secret'],
  R81: ['silent-source', 'fallback'],
  R90: ['refused-by-keda'],
};

/** Rules that tell why a metric is not there, */
export const REASONS: ReadonlySet<string> = new Set(['R10', 'R11', 'R12', 'R41', 'R86']);
/** and what the cluster tells without them. */
const EXPLAINED: ReadonlySet<CauseName> = new Set(['empty-answer', 'unreadable-metric']);

/** Causes without what follows from another one of them. */
export function withoutConsequences<T extends Pick<CauseOf, 'cause'>>(
  causes: readonly T[],
  others: readonly CauseName[] = [],
): T[] {
  const told = new Set([...causes.map(({ cause }) => cause), ...others]);
  return causes.filter(({ cause }) => !FOLLOWS[cause]?.some((each) => told.has(each)));
}

/** Whether the cluster has told what a rule says. */
export function isSaid(rule: string, told: readonly CauseName[]): boolean {
  return SAID[rule]?.some((cause) => told.includes(cause)) ?? false;
}

/** Whether a rule tells why the cluster says what it says: such a warning does not wait. */
function isReason(rule: string): boolean {
  return REASONS.has(rule) || rule === 'R8'; // where in its query the mistake is
}

/** Whether a warning of a rule can wait until what is told already is mended. */
export function canWait({ severity, rule }: Pick<RuledCause, 'severity' | 'rule'>, told: readonly CauseOf[]): boolean {
  return severity === 'warning' && !isReason(rule) && told.some((each) => each.severity === 'error');
}

/** Whether a cause is that a metric is not there, and rules tell why. */
export function isExplained({ cause }: Pick<CauseOf, 'cause'>, rules: readonly string[]): boolean {
  return EXPLAINED.has(cause) && rules.some((rule) => REASONS.has(rule));
}
