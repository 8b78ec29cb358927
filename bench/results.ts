import { type Duel, type Spread } from './processor-time';
import { type Row } from './rows';

/** What was measured of a row. */
export interface Result extends Duel {
  readonly work: string;
  readonly peerName: string;
  readonly goal: number;
}

/** Ratios by work, as they were when they were committed. */
export type Ratios = Readonly<Record<string, number>>;

/** How much worse a ratio may be than the committed one: machines differ that much. */
const TOLERANCE = 1.2;

export function resultOf({ work, peer, goal }: Row, measured: Duel): Result {
  return { work, peerName: peer.name, goal, ...measured };
}

/** The ratios that are worse than the committed ones, as sentences. */
export function slower(results: readonly Result[], committed: Ratios): string[] {
  return results.flatMap(({ work, ratio }) => {
    const before = committed[work];
    if (before === undefined || ratio.median <= before * TOLERANCE) return [];
    return [`${work}: ${shown(ratio.median)} times the peer, ${shown(before)} when it was committed.`];
  });
}

/** A table of Markdown: seconds of the processor, and how many times the peer's that is. */
export function tableOf(results: readonly Result[]): string {
  const lines = results.map(
    ({ work, peerName, goal, ours, peer, ratio }) =>
      `| ${work} | ${spread(ours)} | ${peerName}: ${spread(peer)} | ${spread(ratio)} | ${shown(goal)} | ${ratio.median <= goal ? 'yes' : 'no'} |`,
  );
  return [
    '| work | ours, s | peer, s | ratio | goal | met |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

/** The ratios as bars on a logarithmic scale, a line at 1 and a mark at each goal. */
export function plotOf(results: readonly Result[]): string {
  const [width, line, left, from, to] = [760, 26, 300, 0.02, 20];
  const x = (ratio: number): number =>
    left + (Math.log(Math.min(to, Math.max(from, ratio)) / from) / Math.log(to / from)) * (width - left - 70);
  const bars = results.map(({ work, ratio, goal }, i) => {
    const y = 34 + i * line;
    const [end, mark] = [x(ratio.median).toFixed(1), x(goal).toFixed(1)];
    const color = ratio.median <= goal ? '#2e7d32' : '#b26a00';
    return [
      `<text x="${left - 8}" y="${y + 12}" text-anchor="end">${work}</text>`,
      `<rect x="${left}" y="${y}" width="${(Number(end) - left).toFixed(1)}" height="16" fill="${color}"/>`,
      `<path d="M${mark} ${y - 3}v22" stroke="#000" stroke-width="2"/>`,
      `<text x="${Number(end) + 6}" y="${y + 12}">${shown(ratio.median)}</text>`,
    ].join('\n');
  });
  const height = 44 + results.length * line;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="18">times the peer's seconds; the mark is the goal</text>
<path d="M${x(1).toFixed(1)} 26V${height - 8}" stroke="#999" stroke-dasharray="4 3"/>
${bars.join('\n')}
</svg>
`;
}

function spread({ min, median, max }: Spread): string {
  return `${shown(min)} / **${shown(median)}** / ${shown(max)}`;
}

function shown(number: number): string {
  return String(Number(number.toPrecision(3)));
}
