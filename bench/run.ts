/**
 * How fast, against a peer: `npm run bench`. Seconds of the processor, programs in turn, and ratios pair by pair, so that a machine that
 * others use favours none. kubeconform and helm are built from their Go modules where Go is installed, or are named by KUBECONFORM and HELM.
 *
 * usage: npm run bench [-- [--check | --write] [--turns N] [--only TEXT]]
 *        npm run bench -- --shapes [SHAPE...]
 *
 * --check fails where a ratio is 20 % worse than the committed one, --write commits to what was measured: bench/ratios.json and the table and
 * the plot of docs/performance.md. --shapes doubles shapes of apps and of manifests until each takes 10 seconds.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { findPeers } from './peers';
import { duel } from './processor-time';
import { plotOf, resultOf, slower, tableOf, type Ratios, type Result } from './results';
import { rowsOf, type Row } from './rows';
import { growsLinearly } from './shapes';

const ROOT = path.join(__dirname, '..');
const BUILD = path.join(ROOT, 'build', 'bench');
const RATIOS = path.join(ROOT, 'bench', 'ratios.json');
const PAGE = path.join(ROOT, 'docs', 'performance.md');
const PLOT = path.join(ROOT, 'docs', 'performance.svg');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: 'boolean' },
    write: { type: 'boolean' },
    shapes: { type: 'boolean' },
    turns: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});

function compile(): void {
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', path.join(ROOT, 'tsconfig.bench.json')], { stdio: 'inherit' });
}

/** A fifth of the turns for what is slow, and one at least. */
function turnsOf({ isSlow = false }: Pick<Row, 'isSlow'>): number {
  return isSlow ? Math.ceil(Number(values.turns) / 5) : Number(values.turns);
}

/** Writes what stands between the marks of the page, and what later runs are compared with. */
function write(results: readonly Result[]): void {
  const table = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${os.cpus().length} cores, ${values.turns} turns, ${turnsOf({ isSlow: true })} of what takes a minute:\n\n${tableOf(results)}`;
  const page = fs.readFileSync(PAGE, 'utf8');
  fs.writeFileSync(
    PAGE,
    page.replace(/(?<=<!-- results -->\n)[^]*?(?=<!-- end of results -->)/, () => `\n${table}\n`),
  );
  fs.writeFileSync(PLOT, plotOf(results));
  const ratios = Object.fromEntries(results.map(({ work, ratio }) => [work, Number(ratio.median.toPrecision(3))]));
  fs.writeFileSync(RATIOS, `${JSON.stringify(ratios, undefined, 2)}\n`);
  const prettier = path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', PAGE, RATIOS]);
}

async function main(): Promise<number> {
  compile();
  if (values.shapes) return growsLinearly(BUILD, positionals, console.log) ? 0 : 1;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const rows = rowsOf(ROOT, BUILD, folder, await findPeers(console.log));
    const results = rows
      .filter(({ work }) => work.includes(values.only))
      .map((row) => {
        const result = resultOf(row, duel(row.ours, row.peer, turnsOf(row)));
        console.error(`${row.work}: ${result.ratio.median.toFixed(2)} times ${row.peer.name}`);
        return result;
      });
    console.log(tableOf(results));
    if (values.write) write(results);
    if (!values.check) return 0;
    const worse = slower(results, JSON.parse(fs.readFileSync(RATIOS, 'utf8')) as Ratios);
    for (const each of worse) console.error(each);
    return worse.length > 0 ? 1 : 0;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

void main().then((status) => (process.exitCode = status));
