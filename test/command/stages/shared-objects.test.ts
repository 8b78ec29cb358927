import { keptBecauseOthersUse } from '../../../lib/command/stages/shared-objects';
import { type CheckedObject } from '../../../lib/checks/manifest';
import { type Kubectl } from '../../../lib/cluster';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const OK: Ended = { code: 0, stdout: '', stderr: '' };

/** A kubectl that knows these kinds and prints these rows. */
function kubectl({ kinds = {}, rows = {} }: { kinds?: Partial<Ended>; rows?: Partial<Ended> }): Kubectl {
  const known = { ...OK, stdout: 'secrets\nconfigmaps\npersistentvolumeclaims\n', ...kinds };
  const attempt = (args: readonly string[]): Promise<Ended> =>
    Promise.resolve(args[0] === 'api-resources' ? known : { ...OK, ...rows });
  return { attempt } as unknown as Kubectl;
}

function object(manifest: object): CheckedObject {
  return { manifest: manifest as CheckedObject['manifest'], origin: 'keda.yaml:1' };
}

const NAMESPACE = object({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'keda' } });
const OPERATOR = object({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'keda-operator', namespace: 'keda' },
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'operator',
            args: ['--cert-secret-name=kedaorg-certs'],
            env: [{ name: 'SECRET_NAME', value: 'memberlist' }],
            envFrom: [{ secretRef: { name: 'written-by-hand' } }],
          },
        ],
      },
    },
  },
});

async function reason(answers: Parameters<typeof kubectl>[0]): Promise<string | undefined> {
  const kept = await keptBecauseOthersUse(kubectl(answers), [NAMESPACE], [NAMESPACE, OPERATOR]);
  return kept.get(NAMESPACE);
}

function row(kind: string, name: string, owner = '<none>'): string {
  return `${kind}   keda   ${name}   ${owner}\n`;
}

test.each<[string, string]>([
  ['nothing else', ''],
  ['what is of the manifests', row('Deployment', 'keda-operator')],
  ['what each namespace has', row('ConfigMap', 'kube-root-ca.crt') + row('ServiceAccount', 'default')],
  ['what something of it owns', row('ReplicaSet', 'keda-operator-5d', 'Deployment')],
  ['the Secrets that its containers are told to write', row('Secret', 'kedaorg-certs') + row('Secret', 'memberlist')],
])('a namespace with %s is deleted', async (_, stdout) => {
  expect(await reason({ rows: { stdout } })).toBeUndefined();
});

test.each<[string, string]>([
  ['a claim', row('PersistentVolumeClaim', 'data-db-0')],
  ['a Secret that somebody wrote for the pods', row('Secret', 'written-by-hand')],
  ['a Secret whose name looks like a controller’s', row('Secret', 'shop-tls')],
])('a namespace with %s is kept', async (_, stdout) => {
  expect(await reason({ rows: { stdout } })).toMatch(/^it has .* that these manifests did not make$/);
});

test('a namespace is kept where kubectl does not show all of it', async () => {
  const unseen = 'kubectl does not show all that is in it, which may be of others';
  expect(await reason({ rows: { code: 1, stdout: '', stderr: 'Error from server (Forbidden): secrets' } })).toBe(
    unseen,
  );
  expect(await reason({ kinds: { code: 1, stdout: '', stderr: 'Unable to connect to the server' } })).toBe(unseen);
  const stderr = 'error: unable to retrieve the complete list of server APIs: acme.com/v1: the server is unable';
  expect(await reason({ kinds: { code: 1, stderr } })).toBe(unseen);
});

test('metrics that are not served hide no things', async () => {
  const stderr =
    'error: unable to retrieve the complete list of server APIs: external.metrics.k8s.io/v1beta1: the server is unable';
  expect(await reason({ kinds: { code: 1, stderr } })).toBeUndefined();
});

describe('a definition', () => {
  const DEFINITION = object({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'scaledobjects.keda.sh' },
  });
  const OURS = object({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', namespace: 'shop' },
  });
  const ours = 'ScaledObject   shop   web   <none>\n';

  async function kept(rows: Partial<Ended>): Promise<string | undefined> {
    return (await keptBecauseOthersUse(kubectl({ rows }), [DEFINITION], [DEFINITION, OURS])).get(DEFINITION);
  }

  test('goes where only these manifests use it', async () => {
    expect(await kept({ stdout: ours })).toBeUndefined();
  });

  test('stays where others use it, of whom some are named', async () => {
    const theirs = (name: string) => `ScaledObject   bank   ${name}   <none>\n`;
    expect(await kept({ stdout: ours + theirs('a') })).toBe('others use it: ScaledObject bank/a');
    expect(await kept({ stdout: ['a', 'b', 'c', 'd', 'e'].map(theirs).join('') })).toBe(
      'others use it: ScaledObject bank/a, ScaledObject bank/b, ScaledObject bank/c and 2 more',
    );
  });

  test('of the whole cluster is named without a namespace', async () => {
    expect(await kept({ stdout: 'ClusterTriggerAuthentication   <none>   a   <none>\n' })).toBe(
      'others use it: ClusterTriggerAuthentication a',
    );
  });

  test('stays where nobody may see who uses it', async () => {
    expect(await kept({ code: 1 })).toBe('kubectl does not show all that is in it, which may be of others');
  });
});

test('a namespace of a cluster whose kinds are none is deleted', async () => {
  expect(await reason({ kinds: { stdout: '' } })).toBeUndefined();
});
