import { FUZZERS, tryOne } from './fuzzers';
import { Chance } from './random';

const SEED = 20_261;
/** How long each kind of input is tried, in milliseconds; the order of inputs is that of the seed. */
const TIME = 5_000;
const MOST = 400;

test.each(Object.keys(FUZZERS))(
  'broken %s make no error of the program (npm run fuzz goes on for longer)',
  async (name) => {
    const chance = new Chance(SEED);
    const begin = performance.now();
    let tried = 0;
    for (; tried < MOST && performance.now() - begin < TIME; tried += 1) await tryOne(name, chance);
    expect(tried).toBeGreaterThan(0);
  },
);
