import { htmlText } from '../../../encode';
import { grouped, clock, span } from '../../text';
import { latency } from '../../predict/amounts';
import { type Chart } from '../../predict/html/charts';
import { disclosure, plotted, plottedPage } from '../../predict/html/document';
import { judged } from '../../predict/html/judged';
import { table } from '../../predict/html/markup';
import { proofRows } from '../figures';
import { type Proof } from '../proof';
import { proofCharts } from './charts';

/** Rows of the table that stands for the plots. */
const ROWS = 60;

/** The proof as one page that needs nothing but itself: the verdict, both curves, and both in numbers. */
export function html(proof: Proof): string {
  const { app, scaler, load, tool, url, loadSeconds, verdict, followed } = proof;
  const charts: Chart[] = [];
  const isFailed = verdict.some(({ level }) => level === 'failure');
  const heading = `${app}${scaler === undefined ? '' : `, scaled by ${scaler}`}`;
  const main = `<section aria-labelledby="proof">
<h2 id="proof">${htmlText(heading)}: ${isFailed ? 'failed' : 'passed'}</h2>
${judged(verdict, [])}
${disturbed(proof)}
${table({ caption: 'In numbers', columns: ['', 'predicted', 'measured'], rows: proofRows(proof) })}
${plotted(proofCharts(proof), 'proof', charts)}
${disclosure('The curves as a table', curves(proof))}
${followed.missed === 0 ? '' : `<p>${grouped(followed.missed)} seconds without an answer of the API server.</p>`}
</section>`;
  return plottedPage({
    title: `Proof of ${app} under ${load}`,
    heading: 'What the app did, next to what was predicted',
    header: `<p>Load <code>${htmlText(load)}</code> by ${htmlText(tool)} on ${htmlText(url)} for ${span(loadSeconds)}.</p>`,
    ...{ main, charts },
  });
}

function disturbed({ followed: { done } }: Proof): string {
  if (done.length === 0) return '';
  return table({
    caption: 'What was done meanwhile',
    columns: ['time', 'what'],
    rows: done.map(({ second, text }) => [clock(second), text]),
  });
}

function curves({ prediction, followed: { seconds, load } }: Proof): string {
  const rows = prediction?.rows ?? [];
  const length = Math.max(seconds.length, load.seconds.length);
  const step = Math.max(1, Math.ceil(length / ROWS));
  const shown = (value: number | undefined): string => (value === undefined ? '-' : String(value));
  const rate = (value: number | undefined): string => (value === undefined ? '-' : grouped(value, 1));
  return table({
    caption: step === 1 ? 'Every second' : `Every ${span(step)}`,
    columns: ['time', 'replicas', 'predicted', 'ready', 'answered/s', 'predicted', 'lost/s', 'latency', 'predicted'],
    rows: Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step).map((second) => {
      const [app, sent, row] = [seconds[second], load.seconds[second], rows[second]];
      return [
        ...[clock(second), shown(app?.desired), shown(row?.desired), shown(app?.ready)],
        ...[rate(sent?.answered), rate(row?.served), rate(sent?.failed)],
        ...[latency(sent?.meanSeconds ?? null), latency(row?.latencySeconds ?? null)],
      ];
    }),
  });
}
