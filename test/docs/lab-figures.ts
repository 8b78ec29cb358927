import { type Band, type Prediction } from '../../lib/simulation';

/** What a prediction says of something, and what nine of ten runs are within. */
export type Figure = (prediction: Prediction) => readonly [predicted: string, range: string];

/** The figures of the labs' tables, by the name of their row. */
export const FIGURES: Readonly<Record<string, Figure>> = {
  replicas: ({ rows, summary }) => {
    const wanted = [summary.initialReplicas, ...rows.map(({ desired }) => desired)];
    const changes = wanted.filter((each, index) => each !== wanted[index - 1]);
    return [changes.join(', '), ''];
  },
  'seconds of the scales': (prediction) => [scalesOf(prediction).join(', '), ''],
  'seconds between scales': (prediction) => {
    const ups = scalesOf(prediction).slice(0, prediction.summary.scaleUps);
    return [[...new Set(ups.slice(1).map((second, index) => second - ups[index]!))].join(', '), ''];
  },
  'most replicas': ({ summary, bands }) => [String(summary.peakDesired), rangeOf(bands?.peakDesired, String)],
  'reason of the first': ({ decisions }) => [decisions.find(({ from, to }) => to > from)?.reason ?? 'none', ''],
  'in the end': ({ summary }) => [String(summary.finalReplicas), ''],
  'seconds to the maximum': ({ summary, bands }) => [
    String(summary.secondsToMax ?? 'never'),
    rangeOf(bands?.secondsToMax, (seconds) => seconds.toFixed(0)),
  ],
  'seconds until pods are ready': ({ rows, decisions }) => {
    const up = decisions.find(({ from, to }) => to > from);
    const ready = rows.filter(({ ready: each, second }) => second > (up?.time ?? Infinity) && each >= up!.to);
    return [ready[0] ? (ready[0].second - up!.time).toFixed(0) : 'never', ''];
  },
  availability: ({ summary, bands }) => [percent(summary.availability), rangeOf(bands?.availability, percent)],
  'requests lost': ({ summary, bands }) => [
    summary.lostRequests.toFixed(0),
    rangeOf(bands?.lostRequests, (requests) => requests.toFixed(0)),
  ],
  'requests served': ({ summary }) => [summary.servedRequests.toFixed(0), ''],
};

function scalesOf({ decisions }: Prediction): number[] {
  return decisions.filter(({ from, to }) => from !== to).map(({ time }) => Math.round(time));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function rangeOf(band: Band | undefined, show: (value: number) => string): string {
  const [low, high] = [band?.p5 ?? null, band?.p95 ?? null].map((value) => (value === null ? 'never' : show(value)));
  return low === high ? (low ?? '') : `${low} to ${high}`;
}
