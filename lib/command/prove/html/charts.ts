import { type Chart, type Series } from '../../predict/html/charts';
import { type Proof } from '../proof';

/** Points of a plot: more than a wide screen has columns. */
const POINTS = 1800;

/** The plots of a proof: what was predicted under what was measured. */
export function proofCharts({ prediction, followed }: Proof): Chart[] {
  const { seconds: seen, load } = followed;
  const rows = prediction?.rows ?? [];
  const last = Math.max(seen.length, load.seconds.length, rows.length);
  const step = Math.max(1, Math.ceil(last / POINTS));
  const seconds = Array.from({ length: Math.ceil(last / step) }, (_, index) => index * step);
  const each = (value: (second: number) => number | null | undefined): (number | null)[] =>
    seconds.map((second) => {
      const found = value(second);
      return found === null || found === undefined ? null : Number(found.toPrecision(6));
    });
  const band = (name: 'desired' | 'lost'): Series['band'] => {
    const bands = prediction?.bands;
    if (!bands) return undefined;
    const at = (values: readonly number[]) => each((second) => values[Math.floor(second / bands.stepSeconds)]);
    return { low: at(bands[name].p5), high: at(bands[name].p95) };
  };
  const chart = (title: string, summary: string, unit: string, series: readonly (Series | undefined)[]): Chart => ({
    ...{ title, summary, unit, seconds },
    series: series.filter((line) => line !== undefined),
  });
  const predicted = (
    shape: Series['shape'],
    value: (second: number) => number | null | undefined,
    of?: 'desired' | 'lost',
  ) =>
    prediction && {
      label: 'predicted',
      colour: 'orange' as const,
      shape,
      values: each(value),
      ...(of && { band: band(of) }),
    };
  const measured = (shape: Series['shape'], value: (second: number) => number | null | undefined): Series => ({
    ...{ label: 'measured', colour: 'blue', shape, values: each(value) },
  });
  return [
    chart('Replicas', `Replicas that are wanted: predicted and measured${prediction?.bands ? '. Shaded: what nine of ten runs are within' : ''}.`, '', [
      predicted('steps', (second) => rows[second]?.desired, 'desired'),
      measured('steps', (second) => seen[second]?.desired),
    ]),
    chart('Ready pods', 'Pods that are ready: predicted and measured.', '', [
      predicted('steps', (second) => rows[second]?.ready),
      measured('steps', (second) => seen[second]?.ready),
    ]),
    chart('Requests', 'Requests per second that are over, answered or lost.', 'requests/s', [
      predicted('line', (second) => sum(rows[second]?.served, rows[second]?.lost)),
      measured('line', (second) => sum(load.seconds[second]?.answered, load.seconds[second]?.failed)),
    ]),
    chart('Requests lost', 'Requests per second that are refused, cut off, time out or are answered with an error.', 'requests/s', [
      predicted('line', (second) => rows[second]?.lost, 'lost'),
      { ...measured('line', (second) => load.seconds[second]?.failed), colour: 'red' },
    ]),
    chart('Latency', 'Mean time from request to answer of what is answered in a second.', 's', [
      predicted('line', (second) => rows[second]?.latencySeconds),
      measured('line', (second) => load.seconds[second]?.meanSeconds),
    ]),
  ]; // prettier-ignore
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
