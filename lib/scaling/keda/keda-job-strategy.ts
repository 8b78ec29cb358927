import { wholeNumberProblem, type Problem } from '../../validation';

/** Options of `KedaJobStrategy.custom`. */
export interface CustomJobStrategyOptions {
  /**
   * How many of the running Jobs count, as a share of 1.
   * @default 0
   */
  readonly runningJobPercentage?: number;
  /**
   * How many Jobs are taken off what the queue asks for; a whole number.
   * @default 0
   */
  readonly queueLengthDeduction?: number;
}

/**
 * How many Jobs KEDA starts for what waits, beside those that run.
 *
 * @see https://keda.sh/docs/2.20/reference/scaledjob-spec/#scalingstrategy
 */
export class KedaJobStrategy {
  /** What the queue asks for, less the Jobs that run: for queues that count messages in work, such as SQS and Kafka. KEDA's default. */
  public static default(): KedaJobStrategy {
    return new KedaJobStrategy('default');
  }

  /** What the queue asks for, less a number, less a share of the Jobs that run. */
  public static custom(options: CustomJobStrategyOptions): KedaJobStrategy {
    return new KedaJobStrategy('custom', options);
  }

  /** What the queue asks for, less the Jobs whose pods do not run yet: for queues that lose a message as soon as somebody works on it. */
  public static accurate(): KedaJobStrategy {
    return new KedaJobStrategy('accurate');
  }

  /** As many as there may be, while there is something to do. */
  public static eager(): KedaJobStrategy {
    return new KedaJobStrategy('eager');
  }

  private constructor(
    private readonly strategy: string,
    private readonly options: CustomJobStrategyOptions = {},
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { runningJobPercentage: share = 0, queueLengthDeduction } = this.options;
    if (share < 0 || share > 1) {
      return {
        what: `The runningJobPercentage of a job strategy is ${share}.`,
        why: 'KEDA multiplies the number of running Jobs by it.',
        fix: 'Use a share from 0 to 1.',
      };
    }
    return wholeNumberProblem('The queueLengthDeduction of a job strategy', queueLengthDeduction, 0);
  }

  /** @internal */
  public toSpec(): object {
    const { runningJobPercentage: share, queueLengthDeduction } = this.options;
    return {
      strategy: this.strategy,
      customScalingQueueLengthDeduction: queueLengthDeduction,
      customScalingRunningJobPercentage: share === undefined ? undefined : String(share),
    };
  }
}
