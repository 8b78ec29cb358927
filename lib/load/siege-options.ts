import { type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Endpoint } from '../platform';
import { ConstructError, refuse, wholeSecondsProblem } from '../validation';

/** The `limit` of siege's own configuration: it goes on with so many users, whatever it is asked for. */
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
 * @throws on a number of users that siege would not run with.
 * @see https://www.joedog.org/siege-manual/
 */
export function siegeArguments(scope: Construct, { target, concurrency, time, delay }: SiegeOptions): string[] {
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_USERS) {
    throw new ConstructError(scope, {
      what: `siege is to run with ${concurrency} concurrent users.`,
      why: `It takes 1 to ${MOST_USERS}; asked for more it goes on with ${MOST_USERS}, so that the load is not the one that was meant.`,
      fix: 'Use several generators with fewer users each.',
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
