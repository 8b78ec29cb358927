import { parseArgs } from 'node:util';
import { FUZZERS, tryOne } from './fuzzers';
import { Chance } from './random';

/*
 * npm run fuzz -- --minutes 10 --seed 1: broken input of each kind in turn until the time is over; --only takes the kinds whose names have a word.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const end = Date.now() + Number(values.minutes ?? 1) * 60_000;
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const names = Object.keys(FUZZERS).filter((name) => name.includes(values.only ?? ''));
  const tried = new Map(names.map((name) => [name, 0]));
  const failed = new Map<string, string>();
  const chance = new Chance(seed);
  console.log(`seed ${seed}`);
  while (Date.now() < end) {
    for (const name of tried.keys()) {
      try {
        await tryOne(name, chance);
      } catch (caught) {
        const { message, cause } = caught as Error;
        const { stack = '' } = cause as Error;
        const place = stack.split('\n').slice(0, 2).join('\n');
        if (!failed.has(place)) console.log(`${message}\n${stack}\n`);
        failed.set(place, message);
      }
      tried.set(name, (tried.get(name) ?? 0) + 1);
    }
  }
  for (const [name, count] of tried) console.log(`${name}: ${count} inputs`);
  console.log(`${failed.size} kinds of errors`);
  process.exitCode = failed.size > 0 ? 1 : 0;
}

void main();
