import { type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Endpoint } from '../platform';
import { ConstructError, refuse, wholeSecondsProblem } from '../validation';

/** siege refuses more users than the `limit` of its own configuration. */
const MOST_USERS = 255;

/** How siege loads a target. */
export interface SiegeOptions {
  /** What to load. */
  readonly target: Endpoint;
  /** Concurrent users, 1 to 255. */
  readonly concurrency: number;
  /** How long; whole seconds. */
  readonly time: Duration;
  /**
   * The longest pause of a user between two requests; each pause is random, from 0 to this.
   * @default none: each user sends its next request at once
   */
  readonly delay?: Duration;
}

/**
 * The arguments of siege.
 *
 * @throws on a number of users that siege refuses.
 * @see https://www.joedog.org/siege-manual/
 */
export function siegeArguments(scope: Construct, { target, concurrency, time, delay }: SiegeOptions): string[] {
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_USERS) {
    throw new ConstructError(scope, {
      what: `siege is to run with ${concurrency} concurrent users.`,
      why: `It takes 1 to ${MOST_USERS}: its configuration limits it, and it ends at once with more.`,
      fix: 'Use several generators, or LocustLoadTest with workers.',
    });
  }
  refuse(scope, wholeSecondsProblem('The time that siege runs', time, 1));
  return [
    `--concurrent=${concurrency}`,
    `--time=${time.toSeconds()}S`,
    delay && delay.toMilliseconds() > 0 ? `--delay=${delay.toMilliseconds() / 1000}` : '--benchmark',
    ...(target.host === undefined ? [] : [`--header=Host: ${target.host}`]),
    target.url,
  ];
}
