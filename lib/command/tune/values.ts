import { InvalidArgumentError } from 'commander';
import { parseCall, parseGoal, type Call, type Goal } from '../../simulation';

/** A goal, such as `p95<300ms`, beside those before it. */
export function goal(text: string, before: readonly Goal[] = []): readonly Goal[] {
  return [...before, parseGoal(text)];
}

/** A call, such as `web->api:2`, beside those before it. */
export function call(text: string, before: readonly Call[] = []): readonly Call[] {
  return [...before, parseCall(text)];
}

/** A number of requests from 0 up. */
export function lostRequests(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError('Write a number of requests from 0 up.');
  }
  return value;
}
