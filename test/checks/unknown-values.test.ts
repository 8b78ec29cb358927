import { checkManifests, type CheckedObject, type Fields } from '../../lib/checks';
import { isUnknown, mayBecome, withDefaults } from '../../lib/checks/unknown-value';
import { checked, container, CLUSTER, deployment, hpa, object, service } from './objects';

function found(...objects: CheckedObject[]): string[] {
  return checkManifests(objects, CLUSTER).map(({ rule, what }) => `${rule} ${what}`);
}

function rulesIn(...objects: CheckedObject[]): string[] {
  return found(...objects).map((text) => text.split(' ')[0] ?? '');
}

test.each([
  ['a variable of Flux', '${APP}'],
  ['a variable with a default', '${PORT:=8080}'],
  ['a part of a text', 'ghcr.io/acme/web:${TAG}'],
  ['a variable of Kustomize or of a container', '$(POD_NAME)'],
  ['a variable of a shell', '$REGISTRY/web'],
  ['a variable of a shell alone', '$app'],
  ['a template', '{{ .Values.image }}'],
  ['a token of a build server', '#{Image}#'],
  ['a placeholder for people', '<your-registry>/web'],
  ['a sentence for people', '<the name of your cluster>'],
  ['a word in brackets', 'fortio-[ID]'],
  ['a word in capitals that asks', 'homer.AUTOMATIC_REPLACE.example.com'],
  ['a namespace that asks', 'NAMESPACE_PLACEHOLDER'],
  ['a word that asks', 'replace_health_port'],
  ['a word that asks to be replaced', 'REPLACE_WITH_IMAGE'],
  ['what SOPS encrypted', 'ENC[AES256_GCM,data:p673w==,iv:YY=,aad:UQ=,tag:A=,type:str]'],
  ['a reference of Vault', 'vault:secret/data/db#password'],
  ['a reference of the Vault plugin of Argo CD', '<path:secret/data/db#password>'],
])('%s is not known yet', (_, text) => expect(isUnknown(text)).toBe(true));

test.each([
  ['a name', 'web'],
  ['a number', 8080],
  ['the group of a pattern', '${1}_per_second'],
  ['a price', 'costs $5'],
  ['a comparison', 'sum(a) < b and c > 1'],
  ['the template of the adapter', 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'],
  ['an image with a port', 'localhost:5000/web'],
  ['a function of PromQL', 'label_replace(x, "a", "b", "c", "d")'],
  ['an operation of Envoy', 'REPLACE'],
  ['a class of a pattern', '[A-Z]x|[5M]|[B]'],
  ['nothing', ''],
])('%s is known', (_, text) => expect(isUnknown(text)).toBe(false));

test('a variable may become what fits around it', () => {
  expect(mayBecome('${APP}-http', 'web-http')).toBe(true);
  expect(mayBecome('${APP}-http', 'web-grpc')).toBe(false);
  expect(mayBecome('a-${B}-c-${D}', 'a-1-c-2')).toBe(true);
  expect(mayBecome('a-${B}-a', 'a-a')).toBe(false);
  expect(mayBecome('web', 'web')).toBe(true);
});

test('the default of a variable is its value', () => {
  expect(withDefaults('${A:=web}-${B:-2}-${C=x}-${D}')).toBe('web-2-x-${D}');
});

const unknown = { name: '${APP}', namespace: '${NAMESPACE}' };
const withMetadata = (each: CheckedObject, metadata: Fields): CheckedObject =>
  checked({ ...each.manifest, metadata: { ...each.manifest.metadata, ...metadata } }, each.origin);

test('a value that nobody knows is not a wrong name, port, quantity or bound', () => {
  const ports = [{ name: '${PORT_NAME}', containerPort: '${PORT}' }];
  const resources = { requests: { cpu: '${CPU}', memory: '64Mi' }, limits: { cpu: '100m', memory: '$MEMORY' } };
  const web = deployment('web', { labels: { app: '${APP}' }, containers: [container('${APP}', { ports, resources })] });
  expect(found(withMetadata(web, unknown), hpa('web', { minReplicas: '${MIN}', maxReplicas: '${MAX:=5}' }))).toEqual(
    [],
  );
});

test('a word in brackets that nobody quoted is a list to YAML, and unknown where a list cannot be', () => {
  const resources = { requests: { cpu: ['CPU'] }, limits: { cpu: ['CPU'] } };
  const web = deployment('web', { replicas: ['REPLICAS'], containers: [container('app', { resources })] });
  expect(found(web)).toEqual([]);
  const typos = deployment('web', { replicas: [2], containers: [container('app', { resources: { requests: { cpu: ['1', '2'] } } })] }); // prettier-ignore
  expect(rulesIn(typos)).toEqual(['R60', 'R60']);
});

test('what is wrong whatever the value is, is found, and shown as it is written', () => {
  const [first, ...others] = found(
    withMetadata(deployment('web', { replicas: 2, containers: [{ name: '${APP}' }] }), unknown),
    withMetadata(
      hpa('web', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: '${APP}' } }),
      unknown,
    ),
  );
  expect(first).toMatch(/^R3 .*"\$\{NAMESPACE\}\/\$\{APP\}".*sets replicas: 2/);
  expect(others).toEqual([expect.stringMatching(/^R2 .*"\$\{NAMESPACE\}\/\$\{APP\}"/)]);
});

test('a default is checked as the value', () => {
  const ofRequest = (cpu: string) =>
    rulesIn(deployment('web', { containers: [{ name: 'a', resources: { requests: { cpu }, limits: { cpu: '1' } } }] }));
  expect(ofRequest('${CPU:=100m}')).toEqual([]);
  expect(ofRequest('${CPU:=2}')).toEqual(['R34']);
});

test('what may turn out to be the missing half is not a missing half', () => {
  const route = (name: string) =>
    object('networking.k8s.io/v1', 'Ingress', 'web', {
      spec: {
        rules: [
          {
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] },
          },
        ],
      },
    });
  const ports = [{ port: 80 }];
  expect(rulesIn(route('web'), service('other', { ports }))).toContain('R18');
  expect(rulesIn(route('web'), service('${APP}', { ports }))).not.toContain('R18');
  expect(rulesIn(route('web'), service('${APP}-http', { ports }))).toContain('R18');
  expect(rulesIn(route('${APP}'), service('web', { ports }))).not.toContain('R18');
  expect(rulesIn(route('web'), service('web', { ports: [{ port: '${PORT}' }] }))).not.toContain('R18');
});

test('a selector may turn out to be that of the pods', () => {
  const web = service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] });
  expect(rulesIn(web, deployment('api'))).toContain('R19');
  expect(rulesIn(web, deployment('api', { labels: { app: '${APP}' } }))).not.toContain('R19');
});

test('an encrypted value is not a secret that anybody can read', () => {
  const secret = (stringData: Fields) => object('v1', 'Secret', 'db', { stringData });
  expect(rulesIn(secret({ password: 'hunter2' }))).toEqual(['R40']);
  expect(rulesIn(secret({ password: 'ENC[AES256_GCM,data:p673w==,type:str]' }))).toEqual([]);
  expect(rulesIn(secret({ password: '<path:secret/data/db#password>' }))).toEqual([]);
});
