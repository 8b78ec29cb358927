import { type Duration } from 'cdk8s';
import { type Rollout } from './rollout';
import { type ScalableAppProps } from './scalable-app-props';

/** Props of `ScalableWorker`. */
export interface ScalableWorkerProps extends ScalableAppProps {
  /**
   * How long the longest message, job or batch takes: a pod that is to stop has this long, and 5 s more, to end the one in hand.
   * Whole seconds.
   * @default 55 s, so that a pod has 60 s
   */
  readonly longestTask?: Duration;
  /**
   * How a new version replaces the old one. Its grace period must not be shorter than `longestTask`.
   * @default Rollout.rolling() without a pause: nobody sends to a worker, which asks for its work until it is told to stop
   */
  readonly rollout?: Rollout;
}
