import { type Band, type Prediction } from '../../simulation';
import { grouped, plural, span } from '../text';
import { latency, share, signed } from './amounts';
import { isScaled } from './forecast';
import { clockOf } from './times';

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
export function figuresOf(prediction: Prediction, nodePrice?: number): Figure[] {
  return [
    ...(isScaled(prediction) ? scalingFigures(prediction) : []),
    ...requestFigures(prediction),
    ...podFigures(prediction),
    ...costFigures(prediction, nodePrice),
  ];
}

function scalingFigures(prediction: Prediction): Figure[] {
  const { summary, bands, maxReplicas } = prediction;
  const clock = clockOf(prediction);
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
      name: 'Scaled',
      text: `${summary.scaleUps} up, ${summary.scaleDowns} down, ${plural(summary.flaps, 'change')} of direction`,
      range: rangeOf(bands?.flaps, (value) => grouped(value)),
      value: summary.scaleUps + summary.scaleDowns,
      difference: (change) => `${signed(change)} times`,
    },
  ];
}

function requestFigures({ summary, bands, unit }: Prediction): Figure[] {
  const isQueue = unit === 'messages';
  return [
    {
      name: isQueue ? 'Messages lost' : 'Requests lost',
      text: `${grouped(summary.lostRequests)} of ${grouped(summary.offeredRequests)} (${share(1 - summary.availability)})`,
      range: rangeOf(bands?.lostRequests, (value) => grouped(value)),
      value: summary.lostRequests,
      difference: (change) => signed(Math.round(change)),
    },
    {
      name: isQueue ? 'Time until done' : 'Latency',
      text:
        summary.meanLatencySeconds === null
          ? 'nothing was answered'
          : `${latency(summary.meanLatencySeconds)} on average, ${latency(summary.worstLatencySeconds)} in the worst second`,
      value: summary.worstLatencySeconds,
      difference: (change) => `${change < 0 ? '-' : '+'}${latency(Math.abs(change))} in the worst second`,
    },
    ...(summary.p95LatencySeconds === null
      ? []
      : [
          {
            name: 'p50, p95, p99',
            text: [summary.p50LatencySeconds, summary.p95LatencySeconds, summary.p99LatencySeconds]
              .map(latency)
              .join(', '),
            range: rangeOf(bands?.p95LatencySeconds, latency, 'p95 '),
            value: summary.p95LatencySeconds,
            difference: (change: number) => `${change < 0 ? '-' : '+'}${latency(Math.abs(change))} at p95`,
          },
        ]),
  ];
}

function podFigures({ summary, bands, durationSeconds }: Prediction): Figure[] {
  const hours = durationSeconds / 3600;
  const unschedulable = summary.peakUnschedulable;
  return [
    {
      name: 'Pods on average',
      text: `${grouped(summary.podHours / hours, 1)} (${grouped(summary.podHours, 2)} pod hours)`,
      range: rangeOf(bands?.podHours, (value) => grouped(value / hours, 1)),
      value: summary.podHours / hours,
      difference: (change) => `${signed(change, 1)} pods`,
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

/** What the run costs, as far as anybody can say it. */
function costFigures({ summary, bands }: Prediction, nodePrice: number | undefined): Figure[] {
  const { podHours, coreHours, gibHours, nodeHours } = summary;
  const parts = [
    ...(coreHours > 0 ? [`${grouped(coreHours, 2)} core hours`] : []),
    ...(gibHours > 0 ? [`${grouped(gibHours, 2)} GiB hours`] : []),
    ...(nodeHours === null ? [] : [`${grouped(nodeHours, 2)} node hours`]),
  ];
  const price = nodeHours !== null && nodePrice !== undefined ? nodeHours * nodePrice : undefined;
  if (parts.length === 0) return [];
  const perPod = podHours > 0 ? coreHours / podHours : 0;
  return [
    {
      name: 'Cost',
      text: `${parts.join(', ')}${price === undefined ? '' : `: ${grouped(price, 2)}`}`,
      range: perPod > 0 ? rangeOf(bands?.podHours, (value) => grouped(value * perPod, 2)) : undefined,
      value: price ?? coreHours,
      difference: (change) => (price === undefined ? `${signed(change, 2)} core hours` : signed(change, 2)),
    },
  ];
}

function rangeOf(band: Band | undefined, show: (value: number) => string, prefix = ''): string | undefined {
  if (!band) return undefined;
  const [low, high] = [band.p5, band.p95].map((value) => (value === null ? 'never' : show(value)));
  return prefix + (low === high ? low : `${low} to ${high}`);
}
