import * as fs from 'node:fs';
import * as path from 'node:path';
import { fieldOf, Schemas, type Fault, type Path } from '../../lib/kubernetes/schema';
import { type JsonSchema } from '../../lib/kubernetes/schema/custom/json-schema';
import { type Shape } from '../../lib/kubernetes/schema/shape';
import { Enumeration } from '../../lib/kubernetes/schema/shapes/enumeration';
import { Mutations, type Mutant } from '../kubernetes/schema/mutations';
import { sampleObject, sampleOfSchema } from '../kubernetes/schema/samples';
import { ApiProxy, type Reply } from './kubernetes/api-proxy';
import { release } from './kubernetes/cluster';
import { kubectl } from './kubernetes/kubectl';
import { servedKinds, type ServedKind } from './kubernetes/served-kinds';
import { waitFor } from './kubernetes/wait';

const SEED = Number(process.env.SCHEMA_SEED ?? 1);
const MUTANTS = Number(process.env.SCHEMA_MUTANTS ?? 20);
const AT_ONCE = 8;
const CRDS = path.join(__dirname, '..', '..', 'crds');

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: JsonSchema } }[];
    conversion?: unknown;
  };
}

/** What our own definitions ask for besides rules in CEL, which the schemas leave to the API server. */
const definitions = fs.readdirSync(CRDS).flatMap((file) => {
  const text = fs.readFileSync(path.join(CRDS, file), 'utf8');
  const { items } = JSON.parse(text, (key, value: unknown) =>
    key === 'x-kubernetes-validations' ? undefined : value,
  ) as {
    items: Definition[];
  };
  for (const { spec } of items) delete spec.conversion;
  return items;
});

let server: ApiProxy;
let schemas: Schemas;
let kinds: ServedKind[];

beforeAll(async () => {
  const file = path.join(process.env.TMPDIR ?? '/tmp', 'definitions.json');
  fs.writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: definitions }));
  await kubectl('apply', '--server-side', `--filename=${file}`);
  await kubectl('wait', '--for=condition=Established', '--timeout=60s', `--filename=${file}`);
  server = await ApiProxy.start();
  schemas = new Schemas({ kubernetes: await release(), definitions });
  kinds = await waitFor({ seconds: 60, what: 'all kinds are served', everyMs: 500 }, async () => {
    const served = await servedKinds(server);
    const missing = definitions.filter(({ spec }) => !served.some(({ kind }) => kind === spec.names.kind));
    if (missing.length > 0) throw new Error(`${missing.length} kinds are not served yet`);
    return served;
  });
});

afterAll(async () => {
  server.stop();
  await kubectl('delete', 'customresourcedefinitions', ...definitions.map(({ metadata }) => metadata.name));
});

test('reads every built-in kind as the API server does, and finds what it cannot read or does not know', async () => {
  const mutations = new Mutations(SEED);
  const mutants = builtIn().flatMap((kind) => {
    const sample = sampleOf(kind);
    return [{ object: sample, change: 'nothing' }, ...Array.from({ length: MUTANTS }, () => mutations.of(sample))].map(
      (mutant) => ({ kind, mutant }),
    );
  });
  const verdicts = await ask(mutants);
  const different = verdicts.filter(
    ({ faults, reply, kind }) => faults.some((fault) => isOfReading(fault, kind)) !== isUnreadable(reply),
  );
  expect(different.map(told)).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(1000);
  expect(verdicts.filter(({ reply }) => reply.status === 400).length).toBeGreaterThan(500);
});

test.each(Object.entries(WITH_VALUES()))(
  'a value that %s does not take is refused',
  async (_, [apiVersion, object]) => {
    const kind = kinds.find((each) => each.apiVersion === apiVersion && each.kind === object.kind);
    if (!kind) throw new Error(`${apiVersion} ${object.kind} is not served`);
    const mutant = { object: { apiVersion, metadata: { name: 'sample' }, ...object }, change: 'nothing' };
    const [verdict] = await ask([{ kind, mutant }]);
    const found = verdict?.faults.length ?? 0;
    // A field that the release does not have, or drops because its feature is off, is not judged for its value.
    expect([found > 0, verdict?.reply.message]).toEqual(
      verdict?.reply.status === 201 ? [false, ''] : [true, expect.stringMatching(/Bogus|unknown field/)],
    );
  },
);

test('judges custom resources as the API server does by their definitions', async () => {
  const mutations = new Mutations(SEED);
  const mutants = definitions.flatMap(({ spec: { group, names, versions } }) =>
    versions.flatMap(({ name, schema }) => {
      const kind = kinds.find((each) => each.apiVersion === `${group}/${name}` && each.kind === names.kind);
      if (!kind) return [];
      const sample = { ...(sampleOfSchema(schema.openAPIV3Schema) as object), ...identity(kind) };
      if (Object.keys(sample).length <= 3) return [];
      return [
        { object: sample, change: 'nothing' },
        ...Array.from({ length: MUTANTS }, () => mutations.of(sample)),
      ].map((mutant) => ({ kind, mutant }));
    }),
  );
  const verdicts = await ask(mutants);
  const different = verdicts.filter(({ faults, reply }) => {
    if (/metadata\.|does not match the namespace/.test(reply.message) && reply.status === 422) return false; // names and labels
    return faults.some((fault) => !isWidth(fault)) !== (reply.status === 400 || reply.status === 422);
  });
  expect(different.map(told)).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(300);
});

/** Whether the API server could not read an object; that it is sent to another namespace than its own is not about its fields. */
function isUnreadable({ status, message }: Reply): boolean {
  return status === 400 && !message.includes('does not match the namespace');
}

interface Asked {
  readonly kind: ServedKind;
  readonly mutant: Mutant;
}

interface Verdict extends Asked {
  readonly faults: readonly Fault[];
  readonly reply: Reply;
}

async function ask(asked: readonly Asked[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const left = asked.values();
  const work = async () => {
    for (const { kind, mutant } of left) {
      const reply = await server.post(kind.judge, mutant.object);
      verdicts.push({ kind, mutant, faults: schemas.faultsOf(mutant.object), reply });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return verdicts;
}

function told({ kind, mutant, faults, reply }: Verdict): string {
  const found = faults.map(({ is, path: at }) => `${is} ${fieldOf(at)}`).join(', ');
  return `${kind.apiVersion} ${kind.kind}, ${mutant.change}: ${reply.status} ${reply.message.slice(0, 300)} | ${found}`;
}

function builtIn(): ServedKind[] {
  const groups = new Set(definitions.map(({ spec }) => spec.group));
  return kinds.filter(({ apiVersion }) => !groups.has(apiVersion.split('/')[0] ?? ''));
}

function sampleOf(kind: ServedKind): Record<string, unknown> {
  const known = schemas.kindOf({ ...kind });
  if (!known) throw new Error(`${kind.apiVersion} ${kind.kind} is not known`);
  const sample = sampleObject(kind.apiVersion, kind.kind, known.shape);
  const { namespace, ...metadata } = sample.metadata as Record<string, unknown>;
  return { ...sample, metadata: { ...metadata, ...(kind.namespaced ? { namespace: namespace && 'default' } : {}) } };
}

function identity({ apiVersion, kind, namespaced }: ServedKind): object {
  return { apiVersion, kind, metadata: { name: 'sample', ...(namespaced ? { namespace: 'default' } : {}) } };
}

/** Whether the API server finds it before it looks at values. */
function isOfReading(fault: Fault, kind: ServedKind): boolean {
  if (fault.is === 'missing-field') return false;
  return (
    fault.is !== 'refused-value' || !(shapeAt(schemas.kindOf({ ...kind })?.shape, fault.path) instanceof Enumeration)
  );
}

function shapeAt(shape: Shape | undefined, at: Path): Shape | undefined {
  return at.reduce<Shape | undefined>(
    (found, key) => (typeof key === 'string' ? found?.fields?.get(key) : undefined) ?? found?.elements,
    shape,
  );
}

/** Definitions do not hold whole numbers to 32 bits; the controllers that read the objects do. */
function isWidth(fault: Fault): boolean {
  return fault.is === 'wrong-type' && Number.isInteger(fault.value) && fault.expected.startsWith('a whole number from');
}

type Sent = readonly [apiVersion: string, object: { readonly kind: string; readonly spec: object }];

/** Objects that are fine but for one value. */
function WITH_VALUES(): Readonly<Record<string, Sent>> {
  const pod = (spec: object, container: object = {}): Sent => [
    'v1',
    { kind: 'Pod', spec: { containers: [{ name: 'app', image: 'app', ...container }], ...spec } },
  ];
  const service = (spec: object): Sent => ['v1', { kind: 'Service', spec: { ports: [{ port: 80 }], ...spec } }];
  const volume = (source: object): Sent => pod({ volumes: [{ name: 'a', ...source }] });
  const deployment = (spec: object): Sent => [
    'apps/v1',
    {
      kind: 'Deployment',
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'app', image: 'app' }] } },
        ...spec,
      },
    },
  ];
  return {
    'Service.spec.type': service({ type: 'Bogus' }),
    'Service.spec.sessionAffinity': service({ sessionAffinity: 'Bogus' }),
    'Service.spec.externalTrafficPolicy': service({ type: 'NodePort', externalTrafficPolicy: 'Bogus' }),
    'Service.spec.internalTrafficPolicy': service({ internalTrafficPolicy: 'Bogus' }),
    'Service.spec.ipFamilyPolicy': service({ ipFamilyPolicy: 'Bogus' }),
    'Service.spec.ports.protocol': service({ ports: [{ port: 80, protocol: 'Bogus' }] }),
    'Deployment.spec.strategy.type': deployment({ strategy: { type: 'Bogus' } }),
    'Pod.spec.restartPolicy': pod({ restartPolicy: 'Bogus' }),
    'Pod.spec.dnsPolicy': pod({ dnsPolicy: 'Bogus' }),
    'Pod.spec.containers.imagePullPolicy': pod({}, { imagePullPolicy: 'Bogus' }),
    'Pod.spec.containers.terminationMessagePolicy': pod({}, { terminationMessagePolicy: 'Bogus' }),
    'Pod.spec.containers.ports.protocol': pod({}, { ports: [{ containerPort: 80, protocol: 'Bogus' }] }),
    'Pod.spec.containers.livenessProbe.httpGet.scheme': pod(
      {},
      { livenessProbe: { httpGet: { port: 80, scheme: 'Bogus' } } },
    ),
    'Pod.spec.containers.lifecycle.stopSignal': pod({ os: { name: 'linux' } }, { lifecycle: { stopSignal: 'Bogus' } }),
    'Pod.spec.containers.securityContext.procMount': pod(
      { hostUsers: false },
      { securityContext: { procMount: 'Bogus' } },
    ),
    'Pod.spec.securityContext.seccompProfile.type': pod({ securityContext: { seccompProfile: { type: 'Bogus' } } }),
    'Pod.spec.securityContext.appArmorProfile.type': pod({ securityContext: { appArmorProfile: { type: 'Bogus' } } }),
    'Pod.spec.securityContext.fsGroupChangePolicy': pod({ securityContext: { fsGroupChangePolicy: 'Bogus' } }),
    'Pod.spec.securityContext.supplementalGroupsPolicy': pod({
      securityContext: { supplementalGroupsPolicy: 'Bogus' },
    }),
    'Pod.spec.tolerations.operator': pod({ tolerations: [{ key: 'a', operator: 'Bogus' }] }),
    'Pod.spec.tolerations.effect': pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'Bogus' }] }),
    'Pod.spec.topologySpreadConstraints.whenUnsatisfiable': pod({
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'Bogus', labelSelector: {} }],
    }),
    'Pod.spec.volumes.hostPath.type': volume({ hostPath: { path: '/a', type: 'Bogus' } }),
    'Pod.spec.volumes.image.pullPolicy': volume({ image: { reference: 'a', pullPolicy: 'Bogus' } }),
    'Pod.spec.volumes.azureDisk.cachingMode': volume({
      azureDisk: { diskName: 'a', diskURI: 'https://example.com/a', cachingMode: 'Bogus' },
    }),
  };
}
