import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Random } from '../../../lib/simulation/world/random';
import { run } from '../run';

const DIST = path.join(__dirname, '..', '..', '..', 'dist');
const FILES = ['30-cpu-autoscaling', '30-zero-downtime', '40-custom-metrics', '40-ingress-keda', '40-cpu-autoscaling'];
const random = new Random(20261129);

/** A line of a manifest that somebody got wrong. */
interface Mutant {
  readonly name: string;
  readonly line: number;
  readonly wrong: string;
}

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** A manifest of dist/ without the line that says that it is one. */
function manifest(name: string): string {
  const text = fs.readFileSync(path.join(DIST, `${name}.k8s.yaml`), 'utf8');
  return text.slice(text.indexOf('\n') + 1);
}

/** Fields that take numbers and texts. */
const INT_OR_STRING = ['targetPort', 'maxUnavailable', 'maxSurge'];

/** Lines with a field of the API: below spec, outside of maps whose keys are the user's. */
function* fieldLines(text: string): Iterable<{ line: number; text: string; indent: string; key: string }> {
  for (const [line, each] of text.split('\n').entries()) {
    const [, indent, key] = /^( {2,}(?:- )?)([a-z][a-zA-Z]{5,}):/.exec(each) ?? [];
    if (indent !== undefined && key !== undefined) yield { line, text: each, indent, key };
  }
}

/** Two neighbouring letters that changed places. */
function transposed(word: string): string | undefined {
  const at = 1 + Math.floor(random.between(0, word.length - 2));
  const swapped = word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  return swapped === word ? undefined : swapped;
}

function mutantsOf(name: string, of: (line: string, key: string) => string | undefined): Mutant[] {
  return [...fieldLines(manifest(name))].flatMap(({ line, text, key }) => {
    const wrong = of(text, key);
    return wrong === undefined || wrong === text ? [] : [{ name, line, wrong }];
  });
}

function sample(mutants: readonly Mutant[], count: number): Mutant[] {
  return mutants
    .map((each) => ({ each, at: random.between(0, 1) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ each }) => each);
}

/** What --fix makes of a mutant: "mended", which is the manifest again, "left", which is the mutant, or else the line. */
async function mended({ name, line, wrong }: Mutant): Promise<string> {
  const whole = manifest(name);
  const lines = whole.split('\n');
  const right = lines[line] ?? '';
  lines[line] = wrong;
  const file = path.join(folder, 'mutant.yaml');
  fs.writeFileSync(file, lines.join('\n'));
  await run(['check', file, '--fix']);
  const after = fs.readFileSync(file, 'utf8');
  if (after === whole) return 'mended';
  return after === lines.join('\n') ? 'left' : `${right} | ${wrong} | ${after.split('\n')[line] ?? ''}`;
}

const KINDS: readonly { readonly what: string; readonly mutants: () => Mutant[]; readonly least: number }[] = [
  {
    what: 'a field with two letters swapped',
    mutants: () =>
      sample(
        FILES.flatMap((name) =>
          mutantsOf(name, (line, key) => {
            const swapped = transposed(key);
            return swapped === undefined ? undefined : line.replace(key, swapped);
          }),
        ),
        60,
      ),
    least: 0.8,
  },
  {
    what: 'a number in quotes',
    mutants: () =>
      FILES.flatMap((name) =>
        mutantsOf(name, (line, key) => (INT_OR_STRING.includes(key) ? undefined : line.replace(/: (\d+)$/, ": '$1'"))),
      ),
    least: 1,
  },
  {
    what: 'a version of the API that is gone',
    mutants: () =>
      FILES.flatMap((name) =>
        manifest(name)
          .split('\n')
          .flatMap((each, line) =>
            each === 'apiVersion: policy/v1' || each === 'apiVersion: autoscaling/v2'
              ? [{ name, line, wrong: each.replace('policy/v1', 'policy/v1beta1').replace('/v2', '/v2beta2') }]
              : [],
          ),
      ),
    least: 1,
  },
];

describe.each(KINDS)('$what', ({ mutants, least }) => {
  test('becomes what it was, or stays as it is, and nothing else changes', async () => {
    const outcomes: string[] = [];
    for (const mutant of mutants()) outcomes.push(await mended(mutant));
    expect(outcomes.filter((outcome) => outcome !== 'mended' && outcome !== 'left')).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'mended').length / outcomes.length).toBeGreaterThanOrEqual(least);
  });
});
