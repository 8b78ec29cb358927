import { type Finding } from '../../../lib/checks/finding';
import { type CheckedObject } from '../../../lib/checks/manifest';
import { type Cluster } from '../../../lib/cluster';
import { type Failure } from '../../../lib/command/apply/apply-stage';
import { type Preflight } from '../../../lib/command/apply/preflight';
import {
  tellChanges,
  tellFailure,
  tellFindings,
  tellNotes,
  tellPlan,
  tellPruned,
  tellRefusals,
  tellStage,
  tellUnready,
} from '../../../lib/command/apply/report';
import { checked, named, scriptedLog } from '../scripted';

const WEB = named('Deployment', 'web', 'shop', 'apps/v1');
const SETTINGS = named('ConfigMap', 'settings');
const STAGE = { id: '30', name: 'apps', objects: [WEB, SETTINGS] };
const NOTHING: Preflight = { passing: new Map(), refused: new Map(), owned: new Map() };

function finding(severity: Finding['severity']): Finding {
  return {
    ...{ rule: 'R8', name: 'some-rule', severity, docs: 'docs/rules/R8.md', objects: [WEB] },
    ...{ what: 'It is wrong.', why: 'It hurts.', fix: 'Mend it.' },
  };
}

/** What is told by one call. */
function told(tell: (log: ReturnType<typeof scriptedLog>['log']) => void): string[] {
  const { log, written } = scriptedLog();
  tell(log);
  return written().split('\n').slice(0, -1);
}

test('mistakes stop everything, and other findings are counted', () => {
  const stops: boolean[] = [];
  const lines = (findings: readonly Finding[], isChecked = true) =>
    told((log) => stops.push(tellFindings(log, findings, 2, isChecked)));
  expect(lines([finding('error'), finding('warning')])).toEqual([
    'error R8 some-rule',
    '  It is wrong.',
    '  why: It hurts.',
    '  fix: Mend it.',
    '',
    'Nothing was applied: 1 mistake. --no-check applies nevertheless.',
  ]);
  expect(lines([finding('warning'), finding('info')])).toEqual([
    'check    no mistakes in 2 objects; 2 other findings, which check tells',
  ]);
  expect(lines([], false)).toEqual(['check    left out']);
  expect(stops).toEqual([true, false, false]);
});

test('what is not applied is told, as far as somebody reads it', () => {
  const notes = (count: number) =>
    told((log) =>
      tellNotes(
        log,
        Array.from({ length: count }, (_, at) => ({ what: `File ${at} is a patch.`, fix: '' })),
      ),
    );
  expect(notes(0)).toEqual([]);
  expect(notes(1)).toEqual(['note     File 0 is a patch.']);
  expect(notes(7).slice(4)).toEqual(['note     File 4 is a patch.', '         and 2 others, which check tells']);
});

test('refusals and owners stop everything, unless owners do not matter', () => {
  const refused = new Map([[WEB, 'spec.selector: Invalid value:\nfield is immutable']]);
  const owned = new Map([['ConfigMap settings', 'the Helm release "shop"']]);
  const stops: boolean[] = [];
  const lines = (preflight: Partial<Preflight>, isAdopting: boolean) =>
    told((log) => stops.push(tellRefusals(log, { ...NOTHING, ...preflight }, isAdopting)));
  expect(lines({ refused, owned }, false)).toEqual([
    'refused  Deployment shop/web (shop.yaml:1)',
    '  spec.selector: Invalid value:',
    '  field is immutable',
    '  fix: Delete the object, then apply again: this field cannot change while it exists.',
    'refused  ConfigMap settings is managed by the Helm release "shop"',
    '  --adopt applies them nevertheless: two would then write over each other.',
    'Nothing was applied.',
  ]);
  expect(lines({ owned }, true)).toEqual([]);
  expect(lines({ refused }, true).at(-1)).toBe('Nothing was applied.');
  expect(stops).toEqual([true, false, true]);
});

test('a permission that is missing is told once, however many objects it is about', () => {
  const forbidden = (verb: string, resource: string) =>
    `${resource} "x" is forbidden: User "eve" cannot ${verb} resource "${resource}" in API group "" in the namespace "shop"`;
  const refused = new Map([
    [WEB, forbidden('get', 'secrets')],
    [SETTINGS, forbidden('patch', 'configmaps')],
    [named('ConfigMap', 'other', 'shop'), forbidden('patch', 'configmaps')],
    [named('Pod', 'web', 'shop'), 'exceeded quota: small'],
  ]);
  expect(told((log) => tellRefusals(log, { ...NOTHING, refused }, false))).toEqual([
    'refused  3 objects, because "eve" may not:',
    '  get secrets in namespace shop',
    '  patch configmaps in namespace shop',
    '  fix: Ask whoever administers the cluster for this permission, or use another context.',
    'refused  Pod shop/web (shop.yaml:1)',
    '  exceeded quota: small',
    '  fix: Raise the ResourceQuota of the namespace, or ask for less.',
    'Nothing was applied.',
  ]);
});

test('the plan counts, and names what is pruned', () => {
  const lines = (context: string, passing: ReadonlyMap<CheckedObject, string>, leftovers: readonly CheckedObject[]) =>
    told((log) => tellPlan(log, { context, release: '1.36' } as Cluster, [STAGE], { ...NOTHING, passing }, leftovers));
  const passing = new Map([
    [WEB, 'serverside-applied'],
    [SETTINGS, 'unchanged'],
  ]);
  expect(lines('kind', passing, [WEB, SETTINGS])).toEqual([
    'cluster  kind, Kubernetes 1.36',
    'plan     1 stage, 2 objects: 0 new, 1 changed, 1 unchanged',
    'prune    Deployment shop/web',
    'prune    ConfigMap settings',
  ]);
  expect(lines('', new Map([[WEB, 'created']]), [])).toEqual([
    'cluster  this one, Kubernetes 1.36',
    'plan     1 stage, 2 objects: 1 new, 0 changed, 0 unchanged, 1 whose kind or namespace is not there yet',
  ]);
});

test('Jobs that are deleted when they have run are no surprise in the plan of a second run', () => {
  const migration = checked({
    ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate', namespace: 'shop' } },
    spec: { ttlSecondsAfterFinished: 0 },
  });
  const passing = (outcome: string) =>
    new Map([
      [WEB, outcome],
      [migration, 'created'],
    ]);
  const plan = (outcome: string) =>
    told((log) =>
      tellPlan(
        log,
        { context: 'kind', release: '1.36' } as Cluster,
        [STAGE],
        { ...NOTHING, passing: passing(outcome) },
        [],
      ),
    );
  expect(plan('unchanged').at(-1)).toBe(
    '         the new ones are Jobs that are deleted when they have run: each apply runs them again',
  );
  expect(plan('created').at(-1)).toBe('plan     1 stage, 2 objects: 2 new, 0 changed, 0 unchanged');
});

test('a stage tells how many became what, and what the API server warned of', () => {
  const outcomes = new Map([
    [WEB, 'configured' as const],
    [SETTINGS, 'configured' as const],
  ]);
  const warnings = ['policy/v1beta1 is deprecated'];
  expect(told((log) => tellStage(log, STAGE, { outcomes, failures: new Map(), warnings }, 1.25))).toEqual([
    'stage 30 apps: 2 configured (1.3 s)',
    '  warning: policy/v1beta1 is deprecated',
  ]);
});

test('a failure is one report: the object, what was said, the pods, their events, their log, the rules, the way out', () => {
  const failure: Failure = {
    ...{ stage: STAGE, object: WEB, done: 1, message: 'failed calling webhook "x":\nno endpoints' },
    trouble: { state: '0 of 1 pod ready', events: ['Pod web-1: Failed: not found'], log: 'no such table' },
  };
  expect(told((log) => tellFailure(log, failure, [finding('warning')]))).toEqual([
    'failed   stage 30 apps: Deployment shop/web (shop.yaml:1)',
    '  failed calling webhook "x":',
    '  no endpoints',
    '  state: 0 of 1 pod ready',
    '  event: Pod web-1: Failed: not found',
    '  log: no such table',
    '  rule: R8 It is wrong.',
    '  fix: See why the pods behind the webhook are not ready, then apply again.',
    'Of this stage, 1 of 2 objects is applied. A second run goes on here.',
  ]);
  const waited: Failure = { stage: STAGE, message: 'Gave up after 5 min', done: 0 };
  expect(told((log) => tellFailure(log, waited, []))).toEqual([
    'failed   stage 30 apps',
    '  Gave up after 5 min',
    '  fix: See why it does not get there, or wait longer: --timeout SECONDS.',
    'Of this stage, nothing is applied. A second run goes on here.',
  ]);
});

test('what is pruned is counted, and what stays or does not go has its reason', () => {
  const lines = (kept: ReadonlyMap<CheckedObject, string>, remaining: { object: string; reason: string }[] = []) =>
    told((log) => tellPruned(log, [WEB, SETTINGS], { kept, remaining }));
  expect(lines(new Map([[SETTINGS, 'others use it']]))).toEqual([
    'pruned   1 object that the manifests no longer have',
    '  kept ConfigMap settings: others use it',
  ]);
  expect(
    lines(
      new Map([
        [WEB, 'others use it'],
        [SETTINGS, 'others use it'],
      ]),
    )[0],
  ).toBe('pruned   nothing');
  expect(lines(new Map(), [{ object: 'ScaledObject shop/web', reason: 'held by the finalizer x' }])).toEqual([
    'failed   pruning: 1 custom resource did not go',
    '  ScaledObject shop/web: held by the finalizer x',
    '  fix: See whether the controller that must release it runs; a second run goes on here.',
  ]);
  expect(told((log) => tellPruned(log, [], { kept: new Map(), remaining: [] }))).toEqual([]);
});

test('what does not run yet is told, and whether somebody waited for it', () => {
  const unready = [{ object: 'Deployment shop/web', state: '0 of 1 pod ready' }];
  expect(told((log) => tellUnready(log, [], 2, undefined))).toEqual(['Applied.']);
  expect(told((log) => tellUnready(log, [], 2, '5 min'))).toEqual(['Applied, and everything runs.']);
  expect(told((log) => tellUnready(log, unready, 2, undefined))).toEqual([
    'not ready  Deployment shop/web: 0 of 1 pod ready',
    'Applied. 1 workload is not ready yet; --wait waits for that, status says more.',
  ]);
  expect(told((log) => tellUnready(log, [...unready, ...unready], 2, '5 min')).at(-1)).toBe(
    'Applied; 2 workloads did not get ready within 5 min.',
  );
});

test('changes are grouped, and what cannot be compared is named', () => {
  const change = (app: string, object: string) => ({ app, object, lines: ['@@ -1 +1 @@', '-a', '+b'] });
  const changes = [
    change('api', 'Service shop/api'),
    change('web', 'Service shop/web'),
    change('web', 'Deployment shop/web'),
  ];
  expect(told((log) => tellChanges(log, changes, [SETTINGS]))).toEqual([
    'api',
    ...['  Service shop/api', '    @@ -1 +1 @@', '    -a', '    +b'],
    'web',
    ...['  Service shop/web', '    @@ -1 +1 @@', '    -a', '    +b'],
    ...['  Deployment shop/web', '    @@ -1 +1 @@', '    -a', '    +b'],
    'new, and of a kind or namespace that is not there yet: ConfigMap settings',
  ]);
  expect(told((log) => tellChanges(log, [], []))).toEqual(['Nothing would change.']);
});
