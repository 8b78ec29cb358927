import { contentHash, embeddedJson, htmlText } from '../../../encode';
import { readPage } from '../../package-files';
import { type Chart } from './charts';
import { UPLOT_LICENCE, UPLOT_SCRIPT, UPLOT_STYLE } from './uplot';

/** What a page with plots has in it; title and heading are texts, everything else is markup. */
export interface PlottedPage {
  readonly title: string;
  readonly heading: string;
  /** Below the heading. */
  readonly header: string;
  readonly main: string;
  /** The plots that `main` has places for. */
  readonly charts: readonly Chart[];
}

/**
 * A page that needs nothing but itself: no network, no fonts, no files. The same content gives the same bytes.
 *
 * Texts and tables are in the markup, so that the page says everything without its script; the script draws the plots with uPlot.
 *
 * @see https://github.com/leeoniya/uPlot
 */
export function plottedPage({ title, heading, header, main, charts }: PlottedPage): string {
  const styles = [UPLOT_STYLE, readPage('assets/prediction/page.css')].join('\n');
  const scripts = [uPlot(), readPage('assets/prediction/page.js')];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${contentHash(styles)}; script-src ${scripts.map(contentHash).join(' ')}; img-src data:">
<link rel="icon" href="data:,">
<title>${htmlText(title)}</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>${htmlText(heading)}</h1>
${header}
</header>
<main>
${main}
</main>
<script type="application/json" id="charts">${embeddedJson(charts)}</script>
${scripts.map((script) => `<script>${script}</script>\n`).join('')}</body>
</html>
`;
}

/** The places of plots, which are added to those of the page. */
export function plotted(own: readonly Chart[], id: string, charts: Chart[]): string {
  const figures = own.map((chart, position) => plot(chart, `${id}-plot-${position}`, charts));
  return `<div class="plots">\n${figures.join('\n')}\n</div>`;
}

/** What is shown when somebody asks for it. */
export function disclosure(summary: string, content: string): string {
  return `<details><summary>${htmlText(summary)}</summary>\n${content}\n</details>`;
}

/** uPlot with its licence, which asks for that. */
function uPlot(): string {
  const licence = UPLOT_LICENCE.replaceAll('*/', '* /');
  return `/*! uPlot, https://github.com/leeoniya/uPlot\n\n${licence} */\n${UPLOT_SCRIPT}\n`;
}

function plot(chart: Chart, id: string, charts: Chart[]): string {
  const position = charts.push(chart) - 1;
  return `<figure>
<figcaption id="${id}"><h3>${htmlText(chart.title)}${chart.unit === '' ? '' : ` <small>${htmlText(chart.unit)}</small>`}</h3>
<p>${htmlText(chart.summary)}</p></figcaption>
<div class="plot" data-chart="${position}" role="group" tabindex="0" aria-labelledby="${id}" aria-description="Arrow keys move along the time."></div>
<p class="readout" aria-live="polite"></p>
</figure>`;
}
