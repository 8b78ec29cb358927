import { type Fields } from '../../../lib/checks';
import { invalidName } from '../../../lib/checks/rules/invalid-name';
import { checked, deployment, findings, mistakes, object, told, workload } from '../objects';

/** What is wrong with an object of a kind, without the object's own name. */
function nameMistakes(kind: string, metadata: unknown, content: Fields = {}): string[] {
  return findings(invalidName, [checked({ apiVersion: 'v1', kind, metadata, ...content })]).map(({ what }) =>
    what.replace(/^.* \(shop\.yaml\): /, ''),
  );
}

test('a name that the API server refuses is an error', () => {
  const web = object('apps/v1', 'Deployment', 'Web_App');
  const [finding, ...others] = findings(invalidName, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R32: Deployment "shop/Web_App" (app/Web_App): the name "Web_App" must be lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit.
       why: The API server refuses the object.
       fix: Use a name in that form; prop \`name\` sets an object name that differs from the construct id."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(others).toEqual([]);
});

test('the command does not speak of props, and nobody does where a label is meant', () => {
  const fixes = (isCommand: boolean, metadata: Fields) =>
    findings(invalidName, [checked({ apiVersion: 'v1', kind: 'ConfigMap', metadata })], { isCommand }).map(
      ({ fix }) => fix,
    );
  expect(fixes(true, { name: 'Settings' })).toEqual(['Write it in that form, such as "settings".']);
  expect(fixes(true, { name: 'webConfig_2' })).toEqual(['Write it in that form, such as "web-config-2".']);
  expect(fixes(true, { name: '__' })).toEqual(['Write it in that form.']);
  expect(fixes(false, { name: 'settings', labels: { app: 'a b' } })).toEqual(['Write it in that form.']);
});

test.each([
  ['Deployment', 'web.v2', true],
  ['Deployment', '2048', true],
  ['Deployment', 'a'.repeat(253), true],
  ['Deployment', 'a'.repeat(254), false],
  ['Deployment', '', false],
  ['Namespace', 'shop', true],
  ['Namespace', 'shop.eu', false],
  ['Service', 'web', true],
  ['Service', 'web.v2', false],
  ['ClusterRole', 'system:metrics-server', true],
  ['APIService', 'v1.', true],
  ['APIService', 'v1/apps', false],
  ['ClusterRoleBinding', 'Upper_Case', true],
  ['Role', '..', false],
  ['RoleBinding', 'a/b', false],
  ['SomethingElse', 'web', true],
  ['SomethingElse', 'a:b', false],
])('%s "%s" is a name that is accepted: %s', (kind, name, accepted) => {
  expect(nameMistakes(kind, { name }).length === 0).toBe(accepted);
});

test.each([
  ['1.35', false],
  ['1.36', true],
])('in Kubernetes %s the name of a Service may begin with a digit: %s', (kubernetes, accepted) => {
  const service = object('v1', 'Service', '2048');
  expect(findings(invalidName, [service], { kubernetes }).length === 0).toBe(accepted);
});

test('kinds named as what every JavaScript object has are kinds like others', () => {
  for (const kind of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect(nameMistakes(kind, { name: 'web' })).toEqual([]);
    expect(nameMistakes(kind, { name: 'Web' })).toHaveLength(1);
  }
});

test('an object needs a name, or the beginning of one', () => {
  expect(nameMistakes('Job', {})).toEqual(['it has no name.']);
  expect(nameMistakes('Job', null)).toEqual(['it has no name.']);
  expect(nameMistakes('Job', { name: null })).toEqual(['it has no name.']);
  expect(nameMistakes('Job', { generateName: 'load-' })).toEqual([]);
});

test('a name that YAML read as a number is not a string', () => {
  expect(nameMistakes('Deployment', { name: 2048 })).toEqual(['the name 2048 must be a string.']);
  expect(nameMistakes('Deployment', { name: 'web', namespace: 2048 })).toEqual([
    'the namespace 2048 must be a string.',
  ]);
});

test('a namespace is a DNS label', () => {
  expect(nameMistakes('Deployment', { name: 'web', namespace: 'shop-2' })).toEqual([]);
  expect(nameMistakes('Deployment', { name: 'web', namespace: 'Shop' })).toEqual([
    'the namespace "Shop" must be lower-case letters, digits and "-", beginning and ending with a letter or digit.',
  ]);
});

test('labels have qualified keys and short values, both strings', () => {
  const labels = {
    'app.kubernetes.io/name': 'web',
    empty: '',
    '-x': 'a',
    'Example.com/x': 'a',
    version: 1,
    note: 'a b',
  };
  expect(nameMistakes('Deployment', { name: 'web', labels })).toEqual([
    'the label key "-x" must be letters, digits, "-", "_" and ".", beginning and ending with a letter or digit.',
    'the label key "Example.com/x" has the prefix "Example.com", which is not a DNS subdomain.',
    'the value 1 of label "version" must be a string.',
    'the value "a b" of label "note" must be letters, digits, "-", "_" and ".", beginning and ending with a letter or digit.',
  ]);
});

test('annotations have qualified keys in any case, and any string', () => {
  const annotations = {
    'example.com/note': 'any text, "quoted"',
    'Example.com/x': 'a',
    'a b': 'c',
    'prometheus.io/scrape': true,
  };
  expect(nameMistakes('Deployment', { name: 'web', annotations })).toEqual([
    'the annotation key "a b" must be letters, digits, "-", "_" and ".", beginning and ending with a letter or digit.',
    'the value of annotation "prometheus.io/scrape" must be a string.',
  ]);
});

test('the labels of selectors and pods, and the names of containers, are looked at too', () => {
  const web = deployment('web', { labels: { app: '-' }, containers: [{ name: 'App' }, {}, null] }).manifest;
  const spec = web.spec as Fields;
  const template = spec.template as Fields;
  const annotated = { ...template, metadata: { labels: { app: '-' }, annotations: { a: 1 } } };
  const selecting = { ...web, spec: { selector: { matchLabels: { app: {} } }, template: annotated } };
  expect(mistakes(invalidName, [checked(selecting)]).map((what) => what.slice(what.indexOf('): ') + 3))).toEqual([
    'the value {} of selector label "app" must be a string.',
    'the value "-" of pod label "app" must be letters, digits, "-", "_" and ".", beginning and ending with a letter or digit.',
    'the value of annotation "a" must be a string.',
    expect.stringMatching(/^the container name "App" must be/),
    expect.stringMatching(/^the container name "" must be/),
    expect.stringMatching(/^the container name "" must be/),
  ]);
});

test('the labels of a Pod are its own and reported once', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'siege', labels: { app: ' ' } }, spec: {} };
  expect(findings(invalidName, [checked(pod)])).toHaveLength(1);
});

test('names that the API server accepts are fine, in every kind of workload', () => {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];
  expect(
    mistakes(
      invalidName,
      kinds.map((kind) => workload(kind, 'web')),
    ),
  ).toEqual([]);
});

test('metadata of any other shape is read as none', () => {
  for (const metadata of [[], 'web', 5, true]) expect(nameMistakes('ConfigMap', metadata)).toEqual(['it has no name.']);
  expect(nameMistakes('ConfigMap', { name: 'a', labels: ['app'], annotations: 'none' })).toEqual([]);
});

test('a file that configures a program has no metadata, and needs no name', () => {
  const told = (apiVersion: string, kind: string) => mistakes(invalidName, [checked({ apiVersion, kind })]);
  expect(told('v1', 'Config')).toEqual([]);
  expect(told('skaffold/v4beta11', 'Config')).toEqual([]);
  expect(told('install.istio.io/v1alpha1', 'IstioOperator')).toEqual([]);
  expect(told('apps/v1', 'Deployment')).toHaveLength(1);
  expect(told('v1', 'Service')).toHaveLength(1);
});
