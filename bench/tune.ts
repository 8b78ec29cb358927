/**
 * What `tune` saves on ten traces, whether it stays where it is when its answer is fed back, and how long it takes: `npx tsx bench/tune.ts`.
 *
 * `npx tsx bench/tune.ts 300 20` tries so many candidates, with so many runs each.
 */
import { tune, type Fields, type Tuning } from '../lib/simulation';
import { TRACES, type Trace } from './traces';

const [candidates = 120, runs = 12] = process.argv.slice(2).map(Number);
/** What the target of these traces is: fewer pod hours at no more lost requests. */
const GOAL = 0.2;
/** What feeding an answer back may change. */
const SETTLED = 0.02;

function search({ options }: Trace, manifests: readonly Fields[]): Promise<Tuning> {
  const scaler = manifests.find(({ kind }) => kind !== 'Deployment');
  return tune({ manifests, name: `${String(scaler?.kind)}/shop/web`, options, candidates, runs });
}

function shown(value: number, width = 8): string {
  return value.toFixed(value < 10 ? 2 : 1).padStart(width);
}

async function main(): Promise<void> {
  let [reached, settled] = [0, 0];
  console.log(
    `${candidates} candidates, ${runs} runs: pod hours and requests lost before, with the recommendation, and after feeding it back`,
  );
  for (const trace of TRACES) {
    const start = process.cpuUsage();
    const first = await search(trace, trace.manifests);
    const { user, system } = process.cpuUsage(start);
    const second = await search(trace, [first.manifests.workload, first.manifests.scaler]);
    const [before, after] = [first.now.score, first.recommended.score];
    const saved = 1 - after.cost / before.cost;
    const moved = Math.abs(second.recommended.score.cost / second.now.score.cost - 1);
    if (saved >= GOAL && after.lost <= before.lost + 0.5) reached += 1;
    if (moved < SETTLED) settled += 1;
    const fields = first.recommended.fields.map(({ name, text }) => `${name} ${text}`).join(', ');
    console.log(
      `${trace.name.padEnd(17)} ${shown(before.cost)} -> ${shown(after.cost)} pod hours (${(saved * -100).toFixed(0).padStart(4)} %),` +
        ` lost ${shown(before.lost)} -> ${shown(after.lost)}, p95 ${shown(before.p95 * 1000)} -> ${shown(after.p95 * 1000)} ms,` +
        ` fed back ${(moved * 100).toFixed(1)} %, ${((user + system) / 1e6).toFixed(1)} s of CPU: ${fields}`,
    );
  }
  console.log(
    `${reached} of ${TRACES.length} save ${GOAL * 100} % at no more lost requests; ${settled} change less than ${SETTLED * 100} % when fed back`,
  );
}

void main();
