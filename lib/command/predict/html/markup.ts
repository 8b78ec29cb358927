import { htmlText } from '../../../encode';

/** What a table has in its cells; all of it is escaped here. */
export interface TableOptions {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether the first cell of a row names it. @default true */
  readonly hasRowHeaders?: boolean;
}

/** A table that scrolls within itself where the window is narrow. */
export function table({ caption, columns, rows, hasRowHeaders = true }: TableOptions): string {
  const head = columns.map((column) => `<th scope="col">${htmlText(column)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map((cell, index) =>
      index === 0 && hasRowHeaders ? `<th scope="row">${htmlText(cell)}</th>` : `<td>${htmlText(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return [
    `<div class="scroll" role="region" tabindex="0" aria-label="${htmlText(caption)}">`,
    `<table><caption>${htmlText(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>\n${body.join('\n')}\n</tbody></table></div>`,
  ].join('\n');
}
