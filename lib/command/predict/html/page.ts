import { type Prediction } from '../../../simulation';
import { htmlText } from '../../../encode';
import { grouped, span } from '../../text';
import { amount, latency } from '../amounts';
import { figuresOf } from '../figures';
import { isScaled, scalerName, scalingLine, type Comparison, type Forecast, type ScalerForecast } from '../forecast';
import { clockOf } from '../times';
import { type Basis } from '../verdict/basis';
import { chartsOf, comparedCharts, type Chart } from './charts';
import { disclosure, plotted, plottedPage } from './document';
import { judged } from './judged';
import { table } from './markup';

/** Rows of the table that stands for the plots. */
const ROWS = 60;

/** The forecast as one page that needs nothing but itself. The same forecast gives the same bytes. */
export function html(forecast: Forecast): string {
  const { source, scalers, comparisons } = forecast;
  const charts: Chart[] = [];
  const sections = [
    ...comparisons.map((each, index) => compared(each, index, charts)),
    ...scalers.map((each, index) => section(each, index, charts, forecast.nodePrice)),
  ];
  const [first] = scalers;
  const load = first?.prediction.load ?? '';
  const time = span(first?.prediction.durationSeconds ?? 0);
  return plottedPage({
    title: `Prediction of ${source} under ${load}`,
    heading: 'What the autoscaler will do',
    header: `<p>${htmlText(source)} under the load <code>${htmlText(load)}</code> for ${time}.</p>\n${contents(forecast)}`,
    main: sections.join('\n'),
    charts,
  });
}

function contents({ scalers, comparisons }: Forecast): string {
  const links = [
    ...comparisons.map(({ left, right }, index) => [`comparison-${index}`, `${left.label} and ${right.label}`]),
    ...scalers.map(({ prediction }, index) => [`scaler-${index}`, scalerName(prediction)]),
  ];
  if (links.length < 2) return '';
  const items = links.map(([id = '', text = '']) => `<li><a href="#${id}">${htmlText(text)}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join('')}</ul></nav>`;
}

function section(
  { prediction, hints, verdict = [], basis, findings = [] }: ScalerForecast,
  index: number,
  charts: Chart[],
  nodePrice: number | undefined,
): string {
  const { runs, seed } = prediction;
  const id = `scaler-${index}`;
  const chance =
    runs > 1
      ? `The ranges are what nine of ten of ${grouped(runs)} runs are within (seed ${seed}); the curves are those of the run in which every parameter has its value.`
      : `One run, in which every parameter has its value (seed ${seed}).`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${htmlText(scalerName(prediction))}</h2>
<p>${htmlText(`It ${isScaled(prediction) ? '' : 'runs '}${scalingLine(prediction)}. ${chance}`)}</p>
${judged(verdict, findings)}
${rests(basis)}
${figures(prediction, nodePrice)}
${stayed(prediction)}
${
  hints.length === 0
    ? ''
    : pairs(
        'What a change would give',
        hints.map(({ change, effect }) => [change, effect]),
      )
}
${plotted(chartsOf(prediction), id, charts)}
${disclosure('The curves as a table', curves(prediction))}
${disclosure(`Decisions (${prediction.decisions.length})`, decisions(prediction))}
${disclosure(`Events (${prediction.events.length})`, events(prediction))}
${disclosure(`Parameters of the model (${prediction.parameters.length})`, parameters(prediction))}
</section>`;
}

function compared(comparison: Comparison, index: number, charts: Chart[]): string {
  const { left, right, rows } = comparison;
  const id = `comparison-${index}`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${htmlText(left.label)} and ${htmlText(right.label)}</h2>
${table({ caption: 'Side by side', columns: ['', left.label, right.label, 'difference'], rows: rows.map(({ name, left: a, right: b, difference }) => [name, a, b, difference]) })}
${plotted(comparedCharts(comparison), id, charts)}
</section>`;
}

/** What the ranges rest on, and how to measure it. */
function rests(basis: Basis | undefined): string {
  if (!basis) return '';
  const { text, query, command, option } = basis;
  const code = [query, command, option].flatMap((each) => (each === undefined ? [] : `<code>${htmlText(each)}</code>`));
  return `<p class="basis">${htmlText(text)}${code.length === 0 ? '' : ` Measure it: ${code.join(', or ')}`}</p>`;
}

function stayed({ stays, targets, summary }: Prediction): string {
  const lines = [...stays, ...targets];
  if (lines.length === 0) return '';
  const items = lines.map((line) => `<li>${htmlText(line)}</li>`).join('');
  return `<h3>Why it stays at ${summary.finalReplicas}</h3>\n<ul>${items}</ul>`;
}

/** Pairs of a change and what it gives, one below the other: they fit every width. */
function pairs(caption: string, rows: readonly (readonly [string, string])[]): string {
  const items = rows.map(([term, text]) => `<dt>${htmlText(term)}</dt><dd>${htmlText(text)}</dd>`);
  return `<h3>${htmlText(caption)}</h3>\n<dl>\n${items.join('\n')}\n</dl>`;
}

function figures(prediction: Prediction, nodePrice: number | undefined): string {
  const rows = figuresOf(prediction, nodePrice);
  const hasRanges = rows.some(({ range }) => range !== undefined);
  return table({
    caption: 'In numbers',
    columns: ['', 'prediction', ...(hasRanges ? ['nine of ten runs'] : [])],
    rows: rows.map(({ name, text, range = '' }) => [name, text, ...(hasRanges ? [range] : [])]),
  });
}

function curves(prediction: Prediction): string {
  const { rows, metrics, durationSeconds } = prediction;
  const clock = clockOf(prediction);
  const step = Math.max(1, Math.ceil(durationSeconds / ROWS));
  const columns = ['sent/s', 'answered/s', 'lost/s', 'latency', 'desired', 'ready'];
  return table({
    caption: step === 1 ? 'Every second' : `Every ${span(step)}`,
    columns: ['time', ...columns, ...metrics.map(({ label }) => label)],
    rows: rows
      .filter(({ second }) => second % step === 0)
      .map((row) => [
        clock(row.second),
        ...[row.offered, row.served, row.lost].map((value) => grouped(value, 1)),
        latency(row.latencySeconds),
        ...[row.desired, row.ready].map(String),
        ...metrics.map(({ unit }, index) => amount(row.metrics[index] ?? null, unit)),
      ]),
  });
}

function decisions(prediction: Prediction): string {
  const { decisions: all } = prediction;
  const clock = clockOf(prediction);
  return table({
    caption: 'What was decided, and why',
    columns: ['time', 'by', 'replicas', 'limited by', 'why'],
    rows: all.map(({ time, by, from, to, limitedBy, explanation }) => [
      clock(time),
      by,
      from === to ? String(to) : `${from} -> ${to}`,
      limitedBy,
      explanation.join('; '),
    ]),
  });
}

function events(prediction: Prediction): string {
  const { events: all } = prediction;
  const clock = clockOf(prediction);
  return table({
    caption: 'Events as kubectl shows them',
    columns: ['time', 'type', 'reason', 'object', 'message'],
    rows: all.map(({ time, type, reason, object, message }) => [clock(time), type, reason, object, message]),
  });
}

function parameters({ parameters: all }: Prediction): string {
  return table({
    caption: 'What YAML does not say, and where its value comes from',
    columns: ['parameter', 'value', 'range', 'origin', 'meaning', 'source'],
    rows: all.map(({ name, value, unit, range, origin, meaning, source }) => [
      name,
      `${value} ${unit}`.trim(),
      range === null ? '' : `${range[0]} to ${range[1]}`,
      origin,
      meaning,
      source,
    ]),
  });
}
