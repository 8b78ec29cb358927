import * as fs from 'node:fs';

/**
 * The library that draws the plots, with its licence, which asks for that. The build writes the texts in place of this module's
 * code: what is installed needs no other package.
 *
 * @see https://github.com/leeoniya/uPlot
 */
export const UPLOT_STYLE = textOf('uplot/dist/uPlot.min.css');
export const UPLOT_SCRIPT = textOf('uplot/dist/uPlot.iife.min.js');
export const UPLOT_LICENCE = textOf('uplot/LICENSE');

function textOf(file: string): string {
  return fs.readFileSync(require.resolve(file), 'utf8').trim();
}
