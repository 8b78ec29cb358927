import { run } from '../command/run';
import { processorTime } from '../support/processor-time';
import { CLUSTER_FUZZERS } from './cluster-fuzzers';
import { FOLDER_FUZZERS } from './folder-fuzzers';
import { mutatedData, mutatedText } from './mutate';
import { type Chance } from './random';
import { DEPLOYMENT, FORMULA, FRAMES, HPA, QUERY, scaledObject, yaml } from './subjects';
import { within, type Surroundings } from './surroundings';

/** The longest that one input may be computed, in milliseconds. */
const LONGEST = 10_000;

/** One input: the words of a command, of which `DIR` stands for a folder of its own, and what it finds. */
export interface Broken extends Surroundings {
  readonly args: readonly string[];
  readonly input?: string;
}

/** What is done with input that somebody has broken: a word about it is fine, an error of the program is not. */
export const FUZZERS: Readonly<Record<string, (chance: Chance) => Broken>> = {
  'manifests as text': (chance) => ({
    args: ['check', '-', '--format', chance.of(['human', 'json', 'sarif', 'junit', 'github'])],
    input: mutatedText(yaml(DEPLOYMENT, HPA, scaledObject(QUERY, FORMULA)), chance),
  }),
  'manifests as data': (chance) => ({
    args: ['check', '-'],
    input: yaml(...[DEPLOYMENT, HPA, scaledObject(QUERY, FORMULA)].map((object) => mutatedData(object, chance))),
  }),
  'queries and formulas': (chance) => ({
    args: ['check', '-'],
    input: yaml(DEPLOYMENT, scaledObject(mutatedText(QUERY, chance), mutatedText(FORMULA, chance))),
  }),
  predictions: (chance) => ({
    args: ['predict', '-', '--load', 'ramp:0..50rps/20s', '--duration', '30s', '--runs', '1', '--no-hints'],
    input: yaml(mutatedData(DEPLOYMENT, chance), mutatedData(chance.of([HPA, scaledObject(QUERY, FORMULA)]), chance)),
  }),
  recordings: (chance) => ({
    args: ['explain', '-', '--all'],
    input: JSON.stringify(mutatedData({ version: 1, frames: FRAMES }, chance)),
  }),
  ...FOLDER_FUZZERS,
  ...CLUSTER_FUZZERS,
};

/**
 * Runs one input.
 *
 * @throws with the input, if the program fails by itself or takes too long.
 */
export async function tryOne(name: string, chance: Chance): Promise<void> {
  const broken = FUZZERS[name]!(chance);
  const begin = processorTime();
  try {
    await within(broken, async (folder, environment) => {
      const args = broken.args.map((word) => word.replace('DIR', folder));
      const { exitCode } = await run(args, broken.input, { environment });
      if (![0, 1, 2].includes(exitCode)) throw new Error(`It ends with ${exitCode}.`);
    });
    const time = processorTime() - begin;
    if (time > LONGEST) throw new Error(`It takes ${Math.round(time)} ms.`);
  } catch (caught) {
    const { args, input = '', files = {} } = broken;
    const found = [input, ...Object.entries(files).map((entry) => entry.join(':\n'))].join('\n');
    throw new Error(`cdk8s-autoscaling ${args.join(' ')} fails by itself on:\n${found}`, { cause: caught });
  }
}
