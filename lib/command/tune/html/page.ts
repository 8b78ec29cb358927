import { contentHash, htmlText } from '../../../encode';
import { latencyMeasure, type Tuning } from '../../../simulation';
import { readPage } from '../../package-files';
import { judged } from '../../predict/html/judged';
import { table } from '../../predict/html/markup';
import { type ToldTuning, type TuneReport } from '../report';
import { typeScriptOf } from '../type-script';
import { assumptionText, demandLine, effortLine, fieldsOf, headline, reasonOf, scoreCells, verdictOf } from '../words';
import { scatters } from './scatter';

/** The report as one page that needs nothing but itself: no script, no network, no fonts. The same report gives the same bytes. */
export function html({ source, tunings }: TuneReport): string {
  const styles = readPage('assets/prediction/page.css');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${contentHash(styles)}; img-src data:">
<link rel="icon" href="data:,">
<title>${htmlText(`Settings for ${source}`)}</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>What the autoscaler should be set to</h1>
<p>${htmlText(source)}</p>
</header>
<main>
${tunings.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section(tuning: ToldTuning, index: number): string {
  const { changes, recommended, demands, restsOn, leftAlone, findings } = tuning;
  const id = `scaler-${index}`;
  const code = typeScriptOf(tuning);
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${htmlText(headline(tuning))}</h2>
${judged([], findings)}
<p><strong>${htmlText(verdictOf(tuning))}</strong></p>
<p>${htmlText(`Held to ${demandLine(demands)}. ${effortLine(tuning)}.`)}</p>
${settings(tuning)}
${scatters(tuning)}
${changes.length === 0 ? '' : table({ caption: 'What each change is for', columns: ['field', 'now', 'then', 'why'], rows: changes.map((change) => [change.name, change.from, change.to, reasonOf(change, recommended, demands)]) })}
${items('It rests on numbers that nobody measured', restsOn.map(assumptionText))}
${items('Not searched', leftAlone)}
${code.length === 0 ? '' : `<h3>In TypeScript</h3>\n<pre><code>${htmlText(code.join('\n'))}</code></pre>`}
</section>`;
}

function items(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return '';
  return `<h3>${htmlText(title)}</h3>\n<ul>${texts.map((text) => `<li>${htmlText(text)}</li>`).join('')}</ul>`;
}

function settings({ now, recommended, front, demands, isKept }: Tuning): string {
  const measure = latencyMeasure(demands);
  const row = (label: string, setting: Tuning['now']): string[] => [
    label,
    ...scoreCells(setting.score, now.score, measure),
    fieldsOf(setting),
  ];
  const also = front.filter(({ score }) => score !== recommended.score && score !== now.score);
  return table({
    caption: 'Settings of which none is worse than another one in cost, loss and latency at once',
    columns: ['', 'pod hours', 'lost', measure, 'most replicas', 'settings'],
    rows: [
      row('now', now),
      ...(isKept ? [] : [row('recommended', recommended)]),
      ...also.map((each) => row('also', each)),
    ],
  });
}
