import { type Duration } from 'cdk8s';

/** How pods stop. */
export interface Stopping {
  readonly preStopPause: Duration;
  readonly gracePeriod: Duration;
}

/** How pods stop where somebody said a part of it. */
export function stoppingOf({ preStopPause, gracePeriod }: Partial<Stopping>, defaults: Stopping): Stopping {
  return {
    preStopPause: preStopPause ?? defaults.preStopPause,
    gracePeriod: gracePeriod ?? defaults.gracePeriod,
  };
}
