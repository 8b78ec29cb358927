import { InputError, type Prediction, type Span } from '../simulation';
import './global-matchers';
import { isPrediction, predictionMatchers, type ReachOptions } from './matchers';

/** What can be asserted of a prediction. */
export interface PredictionAssertions {
  /** So many pods are Ready at some time; `.within('3m')` says by when. */
  toReachReplicas(count: number, options?: ReachOptions): Reached;
  /** There are never more pods, those that a rollout adds included. */
  toNeverExceed(count: number): void;
  /** Every request is answered. */
  toLoseNoRequests(): void;
  /** Pods are removed that are needed again within 10 minutes. */
  toFlap(): void;
  readonly not: NegatedAssertions;
}

/** The opposite. A time is an option here, because "not by then" is another thing than "never". */
export interface NegatedAssertions extends Omit<PredictionAssertions, 'toReachReplicas' | 'not'> {
  toReachReplicas(count: number, options?: ReachOptions): void;
}

/** Replicas that are reached. */
export interface Reached {
  /** They are reached by then. */
  within(span: Span): void;
}

type Matchers = Record<string, (...args: unknown[]) => void>;
type BaseExpect = ((value: unknown) => Matchers) & { extend(matchers: object): void };

const withoutJest = Object.assign(
  (): Matchers => {
    throw new InputError({
      what: 'There is no `expect` of jest.',
      why: 'cdk8s-autoscaling/jest adds matchers to it.',
      fix: 'Import it in a test that jest runs with its globals, or extend an expect of your own with `predictionMatchers`.',
    });
  },
  { extend: () => undefined },
);

/** jest's own `expect`, which for a prediction also knows `toReachReplicas(10).within('3m')`. */
export const expect = wrapped((globalThis as { expect?: BaseExpect }).expect) as unknown as ((
  prediction: Prediction,
) => PredictionAssertions) &
  jest.Expect;

function wrapped(base: BaseExpect | undefined): BaseExpect {
  base?.extend(predictionMatchers);
  return new Proxy(base ?? withoutJest, {
    apply: (target, _self, [value]: [unknown]): Matchers => {
      const matchers = target(value);
      if (!isPrediction(value)) return matchers;
      return Object.assign(Object.create(matchers) as Matchers, {
        toReachReplicas: (count: number, options?: ReachOptions): Reached => {
          matchers.toReachReplicas?.(count, options);
          return { within: (span) => matchers.toReachReplicas?.(count, { within: span }) };
        },
      });
    },
  });
}
