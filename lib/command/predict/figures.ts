import { type Band, type MetricUnit, type Prediction } from '../../simulation';
import { clock, grouped, plural, span } from '../text';

/** One number of a prediction, as a table shows it. */
export interface Figure {
  readonly name: string;
  readonly text: string;
  /** What nine of ten runs of the Monte Carlo are within, where there was one. */
  readonly range?: string;
  /** The number behind it, to compare with; null for what never happens. */
  readonly value: number | null;
  /** How a difference of two values is told. */
  readonly difference: (change: number) => string;
}

/** The run in the numbers that somebody asks for, in the order in which they ask. */
export function figuresOf({ summary, bands, durationSeconds, maxReplicas }: Prediction): Figure[] {
  const hours = durationSeconds / 3600;
  const unschedulable = summary.peakUnschedulable;
  return [
    {
      name: 'Most replicas wanted',
      text: `${summary.peakDesired} of ${maxReplicas}, first at ${clock(summary.secondsToPeak)}`,
      range: rangeOf(bands?.peakDesired, String),
      value: summary.peakDesired,
      difference: (change) => `${signed(change)} replicas`,
    },
    {
      name: 'maxReplicas wanted',
      text:
        summary.secondsToMax === null
          ? 'never'
          : `at ${clock(summary.secondsToMax)}, for ${span(summary.secondsAtMax)}`,
      range: rangeOf(bands?.secondsToMax, clock),
      value: summary.secondsToMax,
      difference: (change) => `${span(Math.abs(change))} ${change < 0 ? 'earlier' : 'later'}`,
    },
    {
      name: 'Requests lost',
      text: `${grouped(summary.lostRequests)} of ${grouped(summary.offeredRequests)} (${share(1 - summary.availability)})`,
      range: rangeOf(bands?.lostRequests, (value) => grouped(value)),
      value: summary.lostRequests,
      difference: (change) => signed(Math.round(change)),
    },
    {
      name: 'Latency',
      text: `${latency(summary.meanLatencySeconds)} on average, ${latency(summary.worstLatencySeconds)} in the worst second`,
      value: summary.worstLatencySeconds,
      difference: (change) => `${change < 0 ? '-' : '+'}${latency(Math.abs(change))} in the worst second`,
    },
    {
      name: 'Pods on average',
      text: `${grouped(summary.podHours / hours, 1)} (${grouped(summary.podHours, 2)} pod hours)`,
      range: rangeOf(bands?.podHours, (value) => grouped(value / hours, 1)),
      value: summary.podHours / hours,
      difference: (change) => `${signed(change, 1)} pods`,
    },
    {
      name: 'Scaled',
      text: `${summary.scaleUps} up, ${summary.scaleDowns} down, ${plural(summary.flaps, 'change')} of direction`,
      range: rangeOf(bands?.flaps, (value) => grouped(value)),
      value: summary.scaleUps + summary.scaleDowns,
      difference: (change) => `${signed(change)} times`,
    },
    ...(unschedulable === 0
      ? []
      : [
          {
            name: 'Pods without a node',
            text: `up to ${unschedulable} at once`,
            value: unschedulable,
            difference: (change: number) => `${signed(change)} pods`,
          },
        ]),
  ];
}

/** A value of a metric with its unit, as an axis or a table shows it. */
export function amount(value: number | null, unit: MetricUnit): string {
  if (value === null) return '-';
  switch (unit) {
    case 'percent':
      return `${grouped(value, value < 10 ? 1 : 0)} %`;
    case 'bytes':
      return value >= 2 ** 30 ? `${grouped(value / 2 ** 30, 1)} GiB` : `${grouped(value / 2 ** 20, 1)} MiB`;
    case 'seconds':
      return latency(value);
    case 'number':
      return precise(value);
    default:
      return `${precise(value)} ${unit}`;
  }
}

/** A latency: `80 ms`, `1.2 s`. */
export function latency(seconds: number | null): string {
  if (seconds === null) return '-';
  return seconds < 1 ? `${grouped(seconds * 1000, seconds < 0.01 ? 1 : 0)} ms` : `${grouped(seconds, 1)} s`;
}

/** A share with as many digits as tell it from nothing. */
export function share(part: number): string {
  const percent = part * 100;
  return `${grouped(percent, percent !== 0 && percent < 1 ? 3 : 2)} %`;
}

/** A change with its sign. */
export function signed(change: number, decimals = 0): string {
  const text = grouped(Math.abs(change), decimals);
  if (text === '0') return '+0';
  return `${change < 0 ? '-' : '+'}${text}`;
}

function precise(value: number): string {
  return grouped(value, Math.abs(value) < 100 ? 2 : 0);
}

function rangeOf(band: Band | undefined, show: (value: number) => string): string | undefined {
  if (!band) return undefined;
  const [low, high] = [band.p5, band.p95].map((value) => (value === null ? 'never' : show(value)));
  return low === high ? low : `${low} to ${high}`;
}
