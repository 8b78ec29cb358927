import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { labFiles, manifestFiles } from './charts/labs';
import { apply, removeFiles } from './kubernetes/apply';
import { HAS_NODES, IS_OURS } from './kubernetes/cluster';
import { getObjects, kubectl, kubectlError, type StoredObject } from './kubernetes/kubectl';
import { allObjects } from './kubernetes/objects';
import { waitFor } from './kubernetes/wait';

/** Namespaces that cannot be held to the standard `restricted`, and why. */
const LESS_RESTRICTED: Readonly<Record<string, string>> = {
  'cpu-autoscaling': 'baseline', // hpa-example is Apache, which starts as root
  'metallb-system': 'privileged', // its speakers use the network of the node
  'node-exporter': 'privileged', // it reads its node
};

describe('what the API server says of dist/', () => {
  let folder: string;
  let files: string[];
  let before: string[];

  beforeAll(async () => {
    folder = await labFiles();
    files = manifestFiles(folder);
    before = await allObjects();
  });

  test('refuses nothing of the whole folder at first but what needs a definition or a controller', async () => {
    const refused = await kubectlError('apply', `--filename=${withoutDeadWebhooks(folder)}`);
    for (const line of refused.split('\n').filter((each) => each !== '')) {
      expect(line).toMatch(/no matches for kind|ensure CRDs are installed first|failed calling webhook/);
    }
  });

  test('takes every file in its order with strict validation, without a warning; again, nothing changes', async () => {
    const seen: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const file of files) {
      const name = path.basename(file);
      const first = await accepted(file);
      const again = await apply([file]);
      seen[name] = { warnings: [...first.warnings, ...again.warnings], changed: changesIn(again.outcomes) };
      expected[name] = { warnings: [], changed: [] };
      await removeDeadWebhooks();
    }
    expect(seen).toEqual(expected);
  });

  test('takes the whole folder at once from then on, as README.md says', async () => {
    await expect(kubectl('apply', `--filename=${withoutDeadWebhooks(folder)}`)).resolves.toContain('unchanged');
  });

  test('agrees with server-side apply about every field', async () => {
    for (const file of files) {
      const options = ['--server-side', '--force-conflicts', '--dry-run=server', '--output=json'];
      const applied = itemsOf(await kubectl('apply', ...options, `--filename=${file}`));
      const stored = itemsOf(await kubectl('get', '--ignore-not-found', '--output=json', `--filename=${file}`));
      const known = new Set(stored.map(identity));
      expect(applied.filter((object) => known.has(identity(object))).map(withoutBookkeeping)).toEqual(
        stored.map(withoutBookkeeping),
      );
    }
  });

  test('lets every controller make its pods: Pod Security refuses none', async () => {
    const refusals = async () =>
      (
        await getObjects<StoredObject & Workload>('deployments,replicasets,daemonsets,jobs', '--all-namespaces')
      ).flatMap(({ kind, metadata, status }) =>
        (status.conditions ?? [])
          .filter(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True')
          .map(({ message }) => `${kind} ${metadata.namespace}/${metadata.name}: ${message}`),
      );
    const events = await getObjects<StoredObject & { readonly message: string }>('events', '--all-namespaces');
    expect(await refusals()).toEqual([]);
    expect(events.map(({ message }) => message).filter((message) => message.includes('violates PodSecurity'))).toEqual(
      [],
    );
  });

  test('holds every namespace to the standard restricted, but those that the labs name', async () => {
    const namespaces = await getObjects('namespaces');
    const ours = namespaces.filter(
      ({ metadata }) =>
        metadata.labels?.['app.kubernetes.io/managed-by'] === 'cdk8s-autoscaling' ||
        metadata.labels?.['pod-security.kubernetes.io/enforce'],
    );
    expect(ours.length).toBeGreaterThan(3);
    for (const { metadata } of ours) {
      const { name, labels } = metadata;
      expect([name, labels?.['pod-security.kubernetes.io/enforce']]).toEqual([
        name,
        LESS_RESTRICTED[name] ?? 'restricted',
      ]);
      if (LESS_RESTRICTED[name] === 'privileged') continue;
      const refused = await kubectlError(
        ...[
          'run',
          'privileged',
          '--image=registry.k8s.io/pause:3.10',
          '--privileged',
          '--dry-run=server',
          `--namespace=${name}`,
        ],
      );
      expect(refused).toMatch(/violates PodSecurity/);
    }
  });

  test('leaves nothing behind when all is deleted in the opposite order', async () => {
    await removeFiles(files);
    expect((await allObjects()).filter((object) => !before.includes(object))).toEqual([]);
  });
});

interface Workload {
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

/** Applies a file of a stage until it is accepted, as the loop of README.md does. */
function accepted(file: string) {
  const what = `${path.basename(file)} is accepted`;
  return waitFor({ seconds: 120, what, everyMs: 2000 }, () => apply([file]));
}

/**
 * What a second apply changed. kubectl sends the selector of a PodDisruptionBudget each time, because its merge strategy is to replace it; and a Job that
 * is deleted when it has finished is made again.
 */
function changesIn(outcomes: Readonly<Record<string, string>>): string[] {
  return Object.entries(outcomes)
    .filter(([object, outcome]) => {
      if (object.startsWith('poddisruptionbudget.')) return !['configured', 'unchanged'].includes(outcome);
      if (object.startsWith('job.batch/')) return !['created', 'unchanged'].includes(outcome);
      return outcome !== 'unchanged';
    })
    .map(([object, outcome]) => `${object} ${outcome}`);
}

/**
 * Webhooks refuse everything while nobody answers. Without nodes nobody ever does; on our own node it is MetalLB's controller that is missing, because
 * it cannot be built from Go modules.
 */
function isDeadWebhook(kind: string, name: string): boolean {
  if (!IS_OURS || kind !== 'ValidatingWebhookConfiguration') return false;
  return !HAS_NODES || name === 'metallb-webhook-configuration';
}

async function removeDeadWebhooks(): Promise<void> {
  for (const { kind, metadata } of await getObjects('validatingwebhookconfigurations')) {
    if (isDeadWebhook(kind, metadata.name)) await kubectl('delete', kind, metadata.name);
  }
}

/** A copy of the manifests without the webhooks that would refuse the rest of them for ever. */
function withoutDeadWebhooks(folder: string): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-manifests-'));
  for (const file of manifestFiles(folder)) {
    const documents = parseAllDocuments(fs.readFileSync(file, 'utf8')).filter((document) => {
      const { kind, metadata } = document.toJS() as StoredObject;
      return !isDeadWebhook(kind, metadata.name);
    });
    fs.writeFileSync(path.join(copy, path.basename(file)), documents.map(String).join('---\n'));
  }
  return copy;
}

function itemsOf(json: string): StoredObject[] {
  if (json === '') return [];
  const object = JSON.parse(json) as StoredObject & { readonly items?: StoredObject[] };
  return object.items ?? [object];
}

function identity({ kind, metadata }: StoredObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

/** An object without its status, and without what tells who wrote it when. */
function withoutBookkeeping(object: StoredObject): object {
  const annotations = (object.metadata as { readonly annotations?: Fields }).annotations ?? {};
  return {
    ...without(object, ['metadata', 'status']),
    metadata: without(object.metadata, ['annotations', 'generation', 'managedFields', 'resourceVersion']),
    annotations: without(annotations, ['kubectl.kubernetes.io/last-applied-configuration']),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function without(object: object, fields: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}
