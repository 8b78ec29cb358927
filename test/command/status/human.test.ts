import { human, type Status } from '../../../lib/command/status/human';
import { type Cause } from '../../../lib/command/status/causes';
import { type Paint } from '../../../lib/command/paint';
import { type Row } from '../../../lib/command/status/row';
import { NOW } from './objects';

const plain = (text: string) => text;

const row: Row = {
  kind: 'HorizontalPodAutoscaler',
  namespace: 'shop',
  name: 'web',
  target: 'Deployment web',
  metrics: [{ name: 'cpu', current: '42%', target: '50%' }],
  desired: 2,
  ready: 2,
  minReplicas: 1,
  maxReplicas: 10,
  scaledAt: NOW - 90_000,
  state: 'steady',
};

const cause: Cause = {
  object: 'HorizontalPodAutoscaler shop/web',
  severity: 'error',
  cause: 'no-target',
  what: 'Its target does not exist.',
  evidence: 'nobody has it',
  fix: 'Create it.',
};

function told(status: Partial<Status>, paint: Paint = plain): string {
  const empty = { context: 'test', release: '1.36', now: NOW, clockAhead: 0, rows: [], causes: [], forbidden: [] };
  return human({ ...empty, waiting: 0, ...status }, paint);
}

test('a table without what nobody knows', () => {
  const unknown = { kind: 'Odd', namespace: 'shop', name: 'x', metrics: [{ name: 'hits', target: '9' }], state: 'new' };
  const output = told({ rows: [row, { ...unknown, minReplicas: 0 }] });
  expect(output.split('\n')).toEqual([
    'AUTOSCALER    TARGET          METRICS            DESIRED  READY  LIMITS  SCALED          STATE',
    'hpa/shop/web  Deployment web  cpu 42% of 50%     2        2      1..10   1 min 30 s ago  steady',
    'Odd/shop/x                    hits unknown of 9           ?      0..?    never           new',
    '',
    'Nothing is wrong with 2 autoscalers, as far as this can see.',
    '',
  ]);
});

test('a scale in the future is of another clock, and took place now', () => {
  expect(told({ rows: [{ ...row, scaledAt: NOW + 3000 }] })).toContain(' 0 s ago ');
});

test('an empty cluster, and an empty namespace', () => {
  expect(told({})).toMatch(/^There is no autoscaler\.\n/);
  expect(told({ namespace: 'shop' })).toMatch(/^There is no autoscaler in namespace shop\.\n/);
});

test('a cause is told with what says so, what to do, and its rule', () => {
  const ruled = { ...cause, severity: 'warning', rule: 'R70', what: 'It has no probe.' } as const;
  const lines = told({ rows: [row], causes: [cause, ruled] }).split('\n');
  expect(lines.slice(3)).toEqual([
    'error HorizontalPodAutoscaler shop/web: Its target does not exist.',
    '  because: nobody has it',
    '  fix: Create it.',
    '',
    'warning HorizontalPodAutoscaler shop/web: It has no probe. (R70)',
    '  because: nobody has it',
    '  fix: Create it.',
    '',
    '2 problems with 1 autoscaler.',
    '',
  ]);
});

test('what is the same for several is told once, with their names', () => {
  const of = (name: string, more: Partial<Cause> = {}): Cause => ({ ...cause, object: `HPA shop/${name}`, ...more });
  const rule = (name: string) => of(name, { rule: 'R70', what: `${name} has no probe.` });
  const causes = [of('a'), rule('a'), of('b'), rule('b'), of('c', { fix: 'Something else.' })];
  expect(told({ causes }).match(/^(?:error|warning| {2}also).*/gm)).toEqual([
    'error HPA shop/a: Its target does not exist.',
    '  also: HPA shop/b',
    'error HPA shop/a: a has no probe. (R70)',
    '  also: HPA shop/b',
    'error HPA shop/c: Its target does not exist.',
  ]);
  const many = Array.from({ length: 9 }, (_, index) => of(String(index)));
  expect(told({ causes: many })).toContain(
    'also: HPA shop/1, HPA shop/2, HPA shop/3, HPA shop/4, HPA shop/5 and 3 more',
  );
});

test('warnings that wait are counted', () => {
  expect(told({ causes: [cause], waiting: 3 })).toMatch(
    /3 warnings about what has an error already can wait: cdk8s-autoscaling check --live\n$/,
  );
});

test('what was not looked at, and a clock that is apart', () => {
  expect(told({ forbidden: ['list pods in namespace shop'] })).toContain(
    'Not looked at, because you may not list pods in namespace shop.',
  );
  expect(told({ clockAhead: 90 })).toContain('The clock of the API server is 1 min 30 s ahead of this one.');
  expect(told({ clockAhead: -7 })).toContain('The clock of the API server is 7 s behind this one.');
  expect(told({ clockAhead: 5 })).not.toContain('clock');
});

test('severities have their colours, and what a cluster says cannot paint', () => {
  const paint = (text: string, colour: string) => `<${colour}>${text}</>`;
  const output = told(
    {
      causes: [
        { ...cause, what: '\u001B[2Jgone' },
        { ...cause, severity: 'warning' },
      ],
    },
    paint,
  );
  expect(output).toContain('<red>error</> HorizontalPodAutoscaler');
  expect(output).toContain('<yellow>warning</> ');
  expect(output).not.toContain('\u001B');
});
