import { type Fields } from '../../../lib/checks';
import { secretInManifest } from '../../../lib/checks/rules/secret-in-manifest';
import { checked, container, deployment, findings, mistakes, object, scaledObject, told } from '../objects';

const withEnv = (name: string, value: unknown) =>
  deployment('web', { containers: [container('app', { env: [{ name, value }] })] });

describe('R40 secret-in-manifest', () => {
  test('says where the secret is, and does not repeat it', () => {
    const [finding, ...others] = findings(secretInManifest, [withEnv('DB_PASSWORD', 'hunter2')]);
    expect(others).toEqual([]);
    expect(finding?.field).toBe('spec.template.spec.containers[0].env[0].value');
    expect(told(finding)).toMatchInlineSnapshot(`
     "warning R40: Deployment "shop/web" (app/web): container "app" has a secret as the value of the variable DB_PASSWORD.
         why: Whoever can read the repository, its history or the object has it, and it stays there after it was changed.
         fix: Name a Secret that is made elsewhere: valueFrom.secretKeyRef."
    `);
    expect(JSON.stringify({ ...finding, objects: [] })).not.toContain('hunter2');
  });

  test.each(['password', 'API_TOKEN', 'client-secret', 'OPENAI_API_KEY', 'AWS_SECRET_ACCESS_KEY', 'tls.privateKey'])(
    'a variable %s with a value',
    (name) => {
      expect(mistakes(secretInManifest, [withEnv(name, 'S3cr3t')])).toHaveLength(1);
    },
  );

  test.each([
    ['PASSWORD_FILE', 'secret.txt'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['DB_PASSWORD', '$(FROM_SECRET)'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', undefined],
    ['ALLOW_EMPTY_PASSWORD', 'yes'],
    ['AUTOMOUNT_TOKEN', 'false'],
    ['TOKEN_SECONDS', '3600'],
    ['SECRET_NAME', 'memberlist'],
    ['MONKEY', 'banana'],
    ['ENDPOINT', 'http://shop.example.com:80/@home'],
    ['DATABASE_URL', 'postgres://shop:$(DB_PASSWORD)@db/shop'],
  ])('%s=%s is none', (name, value) => {
    expect(mistakes(secretInManifest, [withEnv(name, value)])).toEqual([]);
  });

  test('a reference is none', () => {
    const env = [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }];
    expect(mistakes(secretInManifest, [deployment('web', { containers: [container('app', { env })] })])).toEqual([]);
  });

  test('a URL with a password, whatever the variable is called', () => {
    const url = 'postgres://shop:hunter2@db.shop/shop';
    expect(mistakes(secretInManifest, [withEnv('DATABASE_URL', url)])).toHaveLength(1);
  });

  test('an argument', () => {
    const args = ['--verbose', '--admin-password=hunter2', '--token=$(TOKEN)', '--cert-secret-name=certs', 3];
    const initContainers = [{ name: 'init', command: ['login', '-token=abc'] }];
    const web = deployment('web', { containers: [container('app', { args })], pod: { initContainers } });
    expect(findings(secretInManifest, [web]).map(({ field }) => field)).toEqual([
      'spec.template.spec.containers[0].args[1]',
      'spec.template.spec.initContainers[0].command[1]',
    ]);
  });

  test('a Secret with values', () => {
    const secret = object('v1', 'Secret', 'db', { data: { password: 'aHVudGVyMg==' }, stringData: { user: 'shop' } });
    expect(mistakes(secretInManifest, [secret])).toEqual([
      'Secret "shop/db" (app/db): it has the values of password.',
      'Secret "shop/db" (app/db): it has the values of user.',
    ]);
  });

  test('a Secret that something fills later', () => {
    const secrets = [object('v1', 'Secret', 'empty'), object('v1', 'Secret', 'placeholder', { data: { tls: '' } })];
    expect(mistakes(secretInManifest, secrets)).toEqual([]);
  });

  test('a header or an address of a KEDA trigger', () => {
    const trigger = (metadata: object) => ({ type: 'prometheus', metadata });
    const triggers = [
      trigger({ customHeaders: 'X-Scope=shop,Authorization=Bearer abc' }),
      trigger({ serverAddress: 'http://shop:hunter2@prometheus' }),
      trigger({ customHeaders: 'X-Scope=shop', serverAddress: 'http://prometheus.monitoring' }),
    ];
    expect(findings(secretInManifest, [scaledObject('web', { triggers })]).map(({ field }) => field)).toEqual([
      'spec.triggers[0].metadata.customHeaders',
      'spec.triggers[1].metadata.serverAddress',
    ]);
  });

  test('manifests that are none break nothing', () => {
    const odd = [
      checked({ apiVersion: 'v1', kind: 'Secret', metadata: {}, data: 'all' }),
      deployment('web', { containers: [{ env: ['PASSWORD=x', { name: 3, value: 'x' }], args: '--token=x' }, 'x'] }),
    ];
    expect(mistakes(secretInManifest, odd)).toEqual([]);
  });

  test.each(['a+'.repeat(100_000), 'http://'.repeat(50_000), `http://${'a:'.repeat(100_000)}`])(
    'looks through a long text in linear time',
    (value) => {
      const start = process.cpuUsage();
      expect(mistakes(secretInManifest, [withEnv('TEXT', value)])).toEqual([]);
      expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
    },
  );
});

test('of what describes a repository to Argo CD, only its credentials are secrets', () => {
  const repository = (stringData: Fields) =>
    checked({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'repo', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData,
    });
  const described = { type: 'git', url: 'https://git.example.com/shop' };
  expect(mistakes(secretInManifest, [repository(described)])).toEqual([]);
  expect(mistakes(secretInManifest, [repository({ ...described, password: 'x' })])[0]).toContain(
    'the values of password.',
  );
});

test.each([
  [{ 'id.pub': 'c3NoLXJzYSBBQUFB' }, 0],
  [{ 'ca.crt': 'LS0tLS1CRUdJTg==' }, 0],
  [{ enable_secret: 'ZmFsc2U=' }, 0],
  [{ 'id.key': 'LS0tLS1CRUdJTg==' }, 1],
])('a Secret with %j', (data, count) => {
  expect(mistakes(secretInManifest, [object('v1', 'Secret', 'a', { data })])).toHaveLength(count);
});
