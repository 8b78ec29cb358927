import { type CauseName } from '../../../../lib/command/status/causes/cause';
import { canWait, isExplained, isSaid, withoutConsequences } from '../../../../lib/command/status/causes/consequences';

function left(...causes: readonly CauseName[]): CauseName[] {
  return withoutConsequences(causes.map((cause) => ({ cause }))).map(({ cause }) => cause);
}

test.each<[CauseName, CauseName]>([
  ['second-autoscaler', 'shared-pods'],
  ['no-target', 'nothing-to-measure'],
  ['no-image', 'nothing-to-measure'],
  ['not-ready', 'no-sample'],
  ['unusable-secret', 'unreadable-metric'],
  ['silent-source', 'refused-by-keda'],
  ['no-target', 'refused-by-keda'],
  ['refused-query', 'fallback'],
  ['no-keda-operator', 'unseen-by-keda'],
])('%s is told without %s', (cause, consequence) => {
  expect(left(consequence, cause)).toEqual([cause]);
  expect(left(consequence)).toEqual([consequence]);
});

test('a chain is told by its first link', () => {
  expect(left('refused-by-keda', 'unreadable-metric', 'unusable-secret')).toEqual(['unusable-secret']);
});

test('what has nothing to do with each other stays', () => {
  expect(left('no-image', 'second-autoscaler', 'maximum')).toEqual(['no-image', 'second-autoscaler', 'maximum']);
});

test('a cause elsewhere counts, too', () => {
  const causes = [{ cause: 'no-metrics-api' as const }];
  expect(withoutConsequences(causes, ['no-keda-metrics-server'])).toEqual([]);
  expect(withoutConsequences(causes, ['no-keda-webhook'])).toEqual(causes);
});

test('a rule has said what the cluster told, or not', () => {
  expect(isSaid('R1', ['no-target'])).toBe(true);
  expect(isSaid('R1', ['no-request'])).toBe(false);
  expect(isSaid('R46', ['no-target'])).toBe(false);
});

test('that a metric is not there is explained by rules about what brings it', () => {
  expect(isExplained({ cause: 'empty-answer' }, ['R70', 'R12'])).toBe(true);
  expect(isExplained({ cause: 'empty-answer' }, ['R70'])).toBe(false);
  expect(isExplained({ cause: 'no-image' }, ['R12'])).toBe(false);
});

describe('a warning of a rule', () => {
  const told = { what: '', evidence: '', fix: '' };
  const error = { ...told, severity: 'error', cause: 'empty-answer' } as const;
  const ruled = (rule: string, severity: 'error' | 'warning' = 'warning') =>
    ({ ...told, severity, cause: 'rule', rule }) as const;

  test('can wait for an error, but not one that explains it', () => {
    expect(canWait(ruled('R70'), [error])).toBe(true);
    expect(canWait(ruled('R41'), [error])).toBe(false);
    expect(canWait(ruled('R8'), [error])).toBe(false);
    expect(canWait(ruled('R70', 'error'), [error])).toBe(false);
  });

  test('cannot wait for another warning', () => {
    expect(canWait(ruled('R70'), [{ ...error, severity: 'warning' }])).toBe(false);
  });
});
