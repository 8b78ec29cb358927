import { type BandSeries, type Prediction, type PredictionRow } from '../../../simulation';
import { grouped } from '../../text';
import { amount } from '../amounts';
import { type Comparison } from '../forecast';

/** A plot, as the page's script draws it. */
export interface Chart {
  readonly title: string;
  /** One sentence of what it shows, also for those who do not see it. */
  readonly summary: string;
  /** Unit of the vertical axis; empty for counts. */
  readonly unit: string;
  /** Seconds of the points. */
  readonly seconds: readonly number[];
  /** Seconds of the day at which it begins, where the load was recorded at a time. @default times are told from the start */
  readonly startsAt?: number;
  readonly series: readonly Series[];
}

/** A line of a plot, or the two edges of a band. */
export interface Series {
  readonly label: string;
  readonly colour: Colour;
  readonly shape: 'line' | 'steps' | 'dashed';
  readonly values: readonly (number | null)[];
  /** What nine of ten runs are within. */
  readonly band?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] };
}

/** Colours of the style sheet, which has them for light and dark; blue and orange are told apart by everybody. */
export type Colour = 'blue' | 'orange' | 'red' | 'grey';

/** Points of a plot: more than a wide screen has columns. */
const POINTS = 1800;

/** The plots of one prediction. */
export function chartsOf(prediction: Prediction): Chart[] {
  const { rows, metrics, bands, summary, maxReplicas, unit: sent } = prediction;
  const [Sent, clients] = sent === 'messages' ? ['Messages', 'arrive'] : ['Requests', 'clients send'];
  const sample = sampler(prediction.durationSeconds);
  const { seconds } = sample;
  const hasBands = bands !== undefined;
  const charts: Chart[] = [
    {
      title: 'Load',
      summary:
        `${Sent} per second that ${clients} and that are ${sent === 'messages' ? 'done' : 'answered'}. ${summary.offeredRequests > 0 ? '' : 'There are none.'}`.trim(),
      unit: `${sent}/s`,
      seconds,
      series: [
        { label: 'answered', colour: 'orange', shape: 'line', values: sample.mean(rows, 'served') },
        { label: 'sent', colour: 'blue', shape: 'dashed', values: sample.mean(rows, 'offered') }, // on top of its equal
      ],
    },
    ...metrics.map(({ name, label, unit, target }, index): Chart => ({
      title: `Metric: ${label}`,
      summary: `${name} as the autoscaler saw it${target === null ? '' : `, against its target ${amount(target, unit)}`}.`,
      unit: unit === 'percent' ? '%' : unit === 'number' ? '' : unit,
      seconds,
      series: [
        {
          label,
          colour: 'blue',
          shape: 'steps',
          values: sample.each((second) => rows[second]?.metrics[index] ?? null),
        },
        ...(target === null
          ? []
          : [{ label: 'target', colour: 'orange', shape: 'dashed', values: seconds.map(() => target) } as const]),
      ],
    })),
    {
      title: 'Replicas',
      summary: `Replicas that the autoscaler wants, and pods that are ready; at most ${summary.peakDesired} of ${maxReplicas} are wanted.${hasBands ? ' Shaded: what nine of ten runs are within.' : ''}`,
      unit: '',
      seconds,
      series: [
        {
          ...{ label: 'desired', colour: 'orange', shape: 'steps' },
          values: sample.each((second) => rows[second]?.desired ?? null),
          band: band(prediction, 'desired', seconds),
        },
        {
          ...{ label: 'ready', colour: 'blue', shape: 'steps' },
          values: sample.each((second) => rows[second]?.ready ?? null),
          band: band(prediction, 'ready', seconds),
        },
        { label: 'maximum', colour: 'grey', shape: 'dashed', values: seconds.map(() => maxReplicas) },
      ],
    },
    {
      title: `${Sent} lost`,
      summary: `${Sent} per second that are refused, cut off or time out; ${grouped(summary.lostRequests)} in all.${hasBands ? ' Shaded: what nine of ten runs are within.' : ''}`,
      unit: `${sent}/s`,
      seconds,
      series: [
        {
          ...{ label: 'lost', colour: 'red', shape: 'line' },
          values: sample.mean(rows, 'lost'),
          band: band(prediction, 'lost', seconds),
        },
      ],
    },
    {
      title: 'Latency',
      summary: 'Mean time from request to answer of what is answered in a second.',
      unit: 's',
      seconds,
      series: [
        {
          ...{ label: 'latency', colour: 'blue', shape: 'line' },
          values: sample.each((second) => rows[second]?.latencySeconds ?? null),
        },
      ],
    },
  ];
  if (prediction.startTime === undefined) return charts;
  const startsAt = (Date.parse(prediction.startTime) / 1000) % 86_400;
  return charts.map((chart) => ({ ...chart, startsAt }));
}

/** The plots of two predictions over one another. */
export function comparedCharts({ left, right }: Comparison): Chart[] {
  const { seconds, ...sample } = sampler(Math.max(left.prediction.durationSeconds, right.prediction.durationSeconds));
  const both = (
    title: string,
    unit: string,
    summary: string,
    shape: Series['shape'],
    key: 'ready' | 'lost',
  ): Chart => ({
    ...{ title, unit, summary, seconds },
    series: [left, right].map(({ label, prediction }, index) => ({
      ...{ label, shape, colour: index === 0 ? 'blue' : 'orange' },
      values: sample.each((second) => prediction.rows[second]?.[key] ?? null),
    })),
  });
  return [
    both('Ready pods', '', `Pods that are ready with ${left.label} and with ${right.label}.`, 'steps', 'ready'),
    both('Requests lost', 'requests/s', `Requests lost with ${left.label} and with ${right.label}.`, 'line', 'lost'),
  ];
}

interface Sampler {
  /** Where the points are. */
  readonly seconds: readonly number[];
  /** What a rate is on average between two points. */
  mean(rows: readonly PredictionRow[], key: 'offered' | 'served' | 'lost'): number[];
  /** What something is at each point. */
  each(value: (second: number) => number | null): (number | null)[];
}

function sampler(duration: number): Sampler {
  const step = Math.max(1, Math.ceil(duration / POINTS));
  const seconds = Array.from({ length: Math.ceil(duration / step) }, (_, index) => index * step);
  return {
    seconds,
    mean: (rows, key) =>
      seconds.map((second) => {
        const part = rows.slice(second, second + step);
        return rounded(part.reduce((sum, row) => sum + row[key], 0) / Math.max(1, part.length));
      }),
    each: (value) =>
      seconds.map((second) => {
        const found = value(second);
        return found === null ? null : rounded(found);
      }),
  };
}

function band({ bands }: Prediction, name: 'desired' | 'ready' | 'lost', seconds: readonly number[]): Series['band'] {
  if (!bands) return undefined;
  const series: BandSeries = bands[name];
  const at = (values: readonly number[]) =>
    seconds.map((second) => {
      const value = values[Math.floor(second / bands.stepSeconds)];
      return value === undefined ? null : rounded(value);
    });
  return { low: at(series.p5), high: at(series.p95) };
}

/** Six digits are more than a screen shows, and keep the page small. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
