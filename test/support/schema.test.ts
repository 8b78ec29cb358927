import { schemaProblems } from './schema';

const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'web' } },
};

function withSpec(spec: object): typeof HPA {
  return { ...HPA, spec: { ...HPA.spec, ...spec } };
}

test('a valid manifest has no problem', () => {
  expect(schemaProblems([HPA])).toEqual([]);
});

test.each([
  ['an unknown field', { maxReplica: 3 }, 'HorizontalPodAutoscaler web.spec.maxReplica: unknown field'],
  [
    'an unknown field deep inside',
    { behavior: { scaleUp: { tolerances: 1 } } },
    '.behavior.scaleUp.tolerances: unknown',
  ],
  ['a wrong type', { minReplicas: '1' }, 'HorizontalPodAutoscaler web.spec.minReplicas: "1" is not a number'],
  ['a map instead of a list', { metrics: {} }, 'HorizontalPodAutoscaler web.spec.metrics: not a list'],
  ['a missing field', { scaleTargetRef: { kind: 'Deployment' } }, 'name'],
])('%s is a problem', (_name, spec, problem) => {
  expect(schemaProblems([withSpec(spec)]).join('\n')).toContain(problem);
});

test('a kind without a schema is a problem', () => {
  expect(schemaProblems([{ ...HPA, kind: 'VerticalPodAutoscaler' }])).toEqual([
    'VerticalPodAutoscaler web: there is no schema for V2VerticalPodAutoscaler',
    'autoscaling/v2 VerticalPodAutoscaler: there is no schema',
  ]);
});
