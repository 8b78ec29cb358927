import { at, list, text } from '../../kubernetes/fields';
import { milliseconds } from '../instant';

/** A condition of an HPA. The time of its last change of status is in milliseconds. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: number;
}

/** The conditions with one of them set; a type keeps the place where it was first seen. */
export function setCondition(
  conditions: readonly Condition[],
  { type, status, reason, message }: Omit<Condition, 'lastTransitionTime'>,
  now: number,
): readonly Condition[] {
  const former = conditions.find((each) => each.type === type);
  const lastTransitionTime = former?.status === status ? former.lastTransitionTime : now;
  const condition = { type, status, reason, message, lastTransitionTime };
  return former ? conditions.map((each) => (each === former ? condition : each)) : [...conditions, condition];
}

/** The conditions of an HPA as it stands in YAML. */
export function readConditions(manifest: unknown): Condition[] {
  return list(manifest, 'status', 'conditions').map((each) => ({
    type: text(each, 'type') ?? '',
    status: text(each, 'status') ?? '',
    reason: text(each, 'reason') ?? '',
    message: text(each, 'message') ?? '',
    lastTransitionTime: milliseconds('status.conditions: lastTransitionTime', at(each, 'lastTransitionTime') ?? 0),
  }));
}
