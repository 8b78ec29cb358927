/**
 * How long the rules take on 1,000 and 10,000 objects, alone and as the command on a file, and how long kube-linter and kubeconform take on
 * the same file where they are at hand: `npx tsx bench/checks.ts`, with KUBE_LINTER and KUBECONFORM naming the programs.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { checkManifests } from '../lib/checks';
import { shopOf } from './manifests';

const RUNS = 5;

/** Milliseconds of the fastest of several runs. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return Math.min(...times);
}

function program(command: string, args: string[]): number | undefined {
  if (spawnSync(command, ['version'], { stdio: 'ignore' }).error) return undefined;
  return fastest(() => spawnSync(command, args, { stdio: 'ignore', maxBuffer: 2 ** 30 }));
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
for (const objects of [1000, 10_000]) {
  const shop = shopOf(objects / 4);
  const file = path.join(folder, `${objects}.yaml`);
  fs.writeFileSync(file, shop.map(({ manifest }) => stringify(manifest)).join('---\n'));
  const rules = fastest(() => checkManifests(shop, {}));
  const built = path.join(__dirname, '..', 'build', 'lib', 'checks', 'command', 'main.js');
  const command = fs.existsSync(built) ? program(process.execPath, [built, 'check', file]) : undefined;
  const peers = {
    'kube-linter': program(process.env.KUBE_LINTER ?? 'kube-linter', ['lint', file]),
    kubeconform: program(process.env.KUBECONFORM ?? 'kubeconform', ['-ignore-missing-schemas', file]),
  };
  console.log(`${objects} objects, ${Math.round(fs.statSync(file).size / 1024)} KiB`);
  console.log(`  rules alone  ${rules.toFixed(0)} ms`);
  console.log(`  command      ${command === undefined ? 'not built' : `${command.toFixed(0)} ms`}`);
  for (const [name, time] of Object.entries(peers)) {
    const ratio =
      time !== undefined && command !== undefined ? `, ${(time / command).toFixed(2)} times the command` : '';
    console.log(`  ${name.padEnd(12)} ${time === undefined ? 'not at hand' : `${time.toFixed(0)} ms${ratio}`}`);
  }
}
fs.rmSync(folder, { recursive: true });
