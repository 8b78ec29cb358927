import { problemText, type TimeSpan } from '../../validation';

/** @throws {RangeError} on a quantile outside 0 to 1. */
export function refuseOddQuantile(metric: string, quantile: number): void {
  if (quantile >= 0 && quantile <= 1) return;
  throw new RangeError(
    problemText({
      what: `The quantile of "${metric}" is ${quantile}.`,
      why: 'Prometheus answers with infinity, which KEDA takes for an error.',
      fix:
        quantile > 1 && quantile <= 100
          ? `Write a share: ${quantile / 100}.`
          : 'Use a share from 0 to 1, such as 0.95.',
    }),
  );
}

/** @throws {RangeError} on a subquery that Prometheus refuses, or that sees one value or none. */
export function refuseOddSmoothing(window: TimeSpan, resolution: TimeSpan): void {
  const [length, step] = [window.toMilliseconds(), resolution.toMilliseconds()];
  if (step > 0 && step <= length) return;
  throw new RangeError(
    problemText({
      what: `A query is smoothed over ${length / 1000} s, with a value every ${step / 1000} s.`,
      why: step > 0 ? 'There is one value in the window, or none: nothing is averaged.' : 'Prometheus refuses it.',
      fix: 'Make the resolution the scrape interval, and the window four of them or more.',
    }),
  );
}
