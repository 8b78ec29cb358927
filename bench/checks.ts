/**
 * How long the rules take on 1,000 and 10,000 objects, alone and as the command on a file, and how long kubeconform and kube-linter take on the
 * same file where they are at hand: `npm run build && npx tsx bench/checks.ts`, with KUBECONFORM and KUBE_LINTER naming the programs. The
 * programs take turns, and a ratio is the median over the turns, so that a machine that others use does not favour one of them. kubeconform
 * judges by schemas, ours by rules over all objects: neither replaces the other.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { checkManifests } from '../lib/checks';
import { shopOf } from './manifests';
import { writeSchemas } from './schemas';

const TURNS = 5;
const MEBIBYTE = 2 ** 20;
const ROOT = path.join(__dirname, '..');
const { bin } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const main = path.join(ROOT, bin['cdk8s-autoscaling'] ?? '');

interface Competitor {
  readonly name: string;
  readonly command: string;
  readonly args: (file: string) => string[];
}

function milliseconds(run: () => unknown): number {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Milliseconds of the processor: what others do on the machine does not count. */
function processorMilliseconds(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

function isAtHand({ command }: Competitor): boolean {
  return spawnSync(command, ['-h'], { stdio: 'ignore' }).error === undefined;
}

/** Milliseconds of each program, turn by turn. */
function race(competitors: readonly Competitor[], file: string): number[][] {
  const times = competitors.map((): number[] => []);
  for (let turn = 0; turn < TURNS; turn++) {
    competitors.forEach(({ command, args }, i) =>
      times[i]?.push(milliseconds(() => spawnSync(command, args(file), { stdio: 'ignore', maxBuffer: 2 ** 30 }))),
    );
  }
  return times;
}

function tell(title: string, file: string, competitors: readonly Competitor[]): void {
  const [own = [], ...others] = race(competitors, file);
  console.log(`${title}, ${Math.round(fs.statSync(file).size / 1024)} KiB`);
  console.log(`  command      ${median(own).toFixed(0)} ms`);
  others.forEach((times, i) => {
    const ratio = median(times.map((time, turn) => (own[turn] ?? NaN) / time));
    const name = competitors[i + 1]?.name ?? '';
    console.log(
      `  ${name.padEnd(12)} ${median(times).toFixed(0)} ms; the command takes ${ratio.toFixed(2)} times as long`,
    );
  });
}

if (!fs.existsSync(main)) throw new Error('The command is not built: npm run build.');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
const schemas = writeSchemas(folder);
const conform = schemas === undefined ? ['-ignore-missing-schemas'] : ['-schema-location', schemas];
if (schemas === undefined) console.log('The schemas of Kubernetes are not at hand: kubeconform only parses.');
const all: readonly Competitor[] = [
  { name: 'ours', command: process.execPath, args: (file) => [main, 'check', file] },
  { name: 'kubeconform', command: process.env.KUBECONFORM ?? 'kubeconform', args: (file) => [...conform, file] },
  { name: 'kube-linter', command: process.env.KUBE_LINTER ?? 'kube-linter', args: (file) => ['lint', file] },
];
const competitors = all.filter(isAtHand);
for (const { name } of all.filter((each) => !competitors.includes(each))) console.log(`${name} is not at hand.`);

for (const objects of [1, 1000, 10_000]) {
  const shop = shopOf(Math.ceil(objects / 4)).slice(0, objects);
  const file = path.join(folder, `${objects}.yaml`);
  fs.writeFileSync(file, shop.map(({ manifest }) => stringify(manifest)).join('---\n'));
  tell(`${objects} ${objects === 1 ? 'object' : 'objects'}`, file, competitors);
  const rules = Array.from({ length: TURNS }, () => processorMilliseconds(() => checkManifests(shop, {})));
  console.log(`  rules alone  ${median(rules).toFixed(0)} ms of the processor`);
}

const large = path.join(folder, 'large.json');
const chunk = shopOf(1000).map(({ manifest }) => manifest);
const items: unknown[] = [];
for (let size = 0, i = 0; size < 50 * MEBIBYTE; i++) {
  const renamed = JSON.stringify(chunk).replaceAll('web-', `web-${i}-`);
  size += renamed.length;
  items.push(...(JSON.parse(renamed) as unknown[]));
}
fs.writeFileSync(large, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
const time = milliseconds(() => spawnSync(process.execPath, [main, 'check', large], { stdio: 'ignore' }));
console.log(`${items.length} objects in one List, ${Math.round(fs.statSync(large).size / MEBIBYTE)} MiB of JSON`);
console.log(`  command      ${time.toFixed(0)} ms`);
fs.rmSync(folder, { recursive: true });
