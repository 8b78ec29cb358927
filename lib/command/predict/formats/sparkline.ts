const BLOCKS = [...'▁▂▃▄▅▆▇█'];

/** How the values of one column become one. */
export type Merge = 'mean' | 'max';

/**
 * A series as one line of blocks, from zero to its highest value. The lowest block is nothing at all; a column without any value is blank.
 *
 * @param width columns; a longer series has several values in each
 */
export function sparkline(values: readonly (number | null)[], width: number, merge: Merge = 'mean'): string {
  const columns = columnsOf(values, Math.min(width, values.length), merge);
  const highest = Math.max(0, ...columns.map((value) => value ?? 0));
  return columns
    .map((value) => {
      if (value === null) return ' ';
      if (value <= 0) return BLOCKS[0];
      return BLOCKS[Math.max(1, Math.round((value / highest) * (BLOCKS.length - 1)))];
    })
    .join('');
}

function columnsOf(values: readonly (number | null)[], width: number, merge: Merge): (number | null)[] {
  return Array.from({ length: width }, (_, column) => {
    const begin = Math.floor((column * values.length) / width);
    const end = Math.floor(((column + 1) * values.length) / width);
    const present = values.slice(begin, end).filter((value) => value !== null);
    if (present.length === 0) return null;
    if (merge === 'max') return present.reduce((most, value) => Math.max(most, value));
    return present.reduce((sum, value) => sum + value, 0) / present.length;
  });
}
