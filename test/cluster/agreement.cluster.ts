import { checkManifests, type Finding } from '../../lib/checks';
import { type RandomObject } from '../differential/mutated-object';
import { OBJECT_KINDS, randomObject } from '../differential/objects';
import { Random } from '../differential/random';
import { ApiProxy, type Reply } from './kubernetes/api-proxy';
import { release } from './kubernetes/cluster';
import { servedKinds, type ServedKind } from './kubernetes/served-kinds';

const SEED = Number(process.env.AGREEMENT_SEED ?? 1);
const OBJECTS = Number(process.env.AGREEMENT_OBJECTS ?? 3000);
const AT_ONCE = 8;

let server: ApiProxy;
let kinds: readonly ServedKind[];
let kubernetes: string;

beforeAll(async () => {
  server = await ApiProxy.start();
  kubernetes = await release();
  kinds = await servedKinds(server);
});

afterAll(() => server.stop());

interface Verdict extends RandomObject {
  readonly findings: readonly Finding[];
  readonly reply: Reply;
}

test('check and the API server give one verdict of autoscalers, budgets, Services and Ingresses', async () => {
  const random = new Random(SEED);
  const verdicts = await ask(Array.from({ length: OBJECTS }, () => randomObject(random)));
  const different = verdicts.filter(({ findings, reply }) => findings.length > 0 !== reply.status >= 400);
  expect(different.map(told)).toEqual([]);
  for (const kind of OBJECT_KINDS) {
    const of = verdicts.filter(({ object }) => object.kind === kind);
    expect(of.filter(({ reply }) => reply.status >= 400).length).toBeGreaterThan(of.length / 5);
    expect(of.filter(({ reply }) => reply.status < 300).length).toBeGreaterThan(of.length / 5);
  }
});

async function ask(objects: readonly RandomObject[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const left = objects.values();
  const work = async () => {
    for (const { object, change } of left) {
      const kind = kinds.find((each) => each.kind === object.kind && each.apiVersion === object.apiVersion);
      if (!kind) throw new Error(`${object.apiVersion} ${object.kind} is not served`);
      verdicts.push({ object, change, findings: refusals(object), reply: await server.post(kind.judge, object) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return verdicts;
}

/** What check has against an object itself: errors that say that the API server refuses it. It takes regular expressions and blanks for plain paths. */
function refusals(object: RandomObject['object']): Finding[] {
  return checkManifests([{ manifest: object as never, origin: 'web.yaml' }], { kubernetes }).filter(
    ({ severity, objects, what, why, rule }) =>
      !/is a regular expression|white space/.test(what) &&
      severity === 'error' &&
      objects.length === 1 &&
      (/refuse|API server/.test(why) || ['R43', 'R60'].includes(rule)),
  );
}

function told({ object, change, findings, reply }: Verdict): string {
  const ours = findings.map(({ rule, what }) => `${rule} ${what}`).join(' ');
  return `${object.kind}, ${change}: ${reply.status} ${reply.message.slice(0, 300)} | ${ours}`;
}
