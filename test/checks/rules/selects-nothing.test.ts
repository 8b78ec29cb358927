import { type Fields } from '../../../lib/checks';
import { selectsNothing } from '../../../lib/checks/rules/selects-nothing';
import { container, deployment, findings, mistakes, object, workload } from '../objects';

const policy = (podSelector: unknown, ingress: unknown[] = []) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector, ingress } });
const WEB = { app: 'web' };
const OWN = { matchLabels: { app: 'web' } };
const listening = (ports: Fields[] = [{ name: 'http', containerPort: 8080 }]) =>
  deployment('web', { containers: [container('app', { ports })] });

describe('a NetworkPolicy', () => {
  test('that misses its pods by a letter is told', () => {
    const told = findings(selectsNothing, [listening(), policy({ matchLabels: { app: 'wbe' } })]);
    expect(told).toMatchObject([
      {
        severity: 'warning',
        what: 'NetworkPolicy "shop/web" (app/web) is about pods with app=wbe, and no workload of namespace "shop" has such pods.',
        fix: 'Did you mean app=web, as on the pods of Deployment "shop/web" (app/web)?',
      },
    ]);
  });

  test.each<[string, unknown]>([
    ['of pods that are somewhere else', { matchLabels: { app: 'database' } }],
    ['of pods whose label is another word', { matchLabels: { app: 'wed' } }],
    ['of pods that are here', OWN],
    ['of all pods', {}],
    ['of nothing that can be read', undefined],
    ['by expressions', { matchExpressions: [{ key: 'app', operator: 'In', values: ['wbe'] }] }],
  ])('%s is left alone', (_, podSelector) => {
    expect(mistakes(selectsNothing, [listening(), policy(podSelector)])).toEqual([]);
  });

  test('that admits a port which no container has is told', () => {
    const admitting = (port: unknown, podSelector: unknown = OWN) => policy(podSelector, [{ ports: [{ port }] }]);
    const fixes = (...objects: Parameters<typeof findings>[1]) =>
      findings(selectsNothing, objects).map(({ fix }) => fix);
    expect(findings(selectsNothing, [listening(), admitting('web')])).toMatchObject([
      {
        what: 'NetworkPolicy "shop/web" (app/web) admits connections to port "web", and Deployment "shop/web" (app/web) has "http".',
        fix: 'Use "http", or the number.',
        field: 'spec.ingress[0].ports[0].port',
      },
    ]);
    expect(fixes(listening([]), admitting('web'))).toEqual(['Name a port of the container "web", or use its number.']);
    const api = deployment('api', { labels: { app: 'web' } });
    expect(fixes(listening(), api, admitting('web'))).toEqual(['Use "http", or the number.']);
    for (const port of ['http', 8080, undefined, 'http-envoy-prom', '${PORT}']) {
      expect(fixes(listening(), admitting(port))).toEqual([]);
    }
    expect(fixes(listening(), admitting('web', {}))).toEqual([]);
    expect(fixes(workload('Job', 'web'), admitting('web'))).toEqual([]); // what serves is somewhere else
  });
});

describe('a spread', () => {
  const spreading = (labelSelector: unknown, labels: Fields = WEB) =>
    deployment('web', {
      labels,
      pod: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', labelSelector }] },
    });

  test('by labels that its own pods do not have is told', () => {
    expect(findings(selectsNothing, [spreading({ matchLabels: { app: 'shop' } })])).toMatchObject([
      {
        field: 'spec.template.spec.topologySpreadConstraints[0].labelSelector',
        what: 'Deployment "shop/web" (app/web) spreads pods by topology.kubernetes.io/zone, and counts pods of other labels than its own.',
        fix: 'Select its own pods: matchLabels: { app: web }.',
      },
    ]);
  });

  test.each<[string, unknown, Fields]>([
    ['its own labels', OWN, WEB],
    ['an expression', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, WEB],
    ['a label of a controller', { matchLabels: { 'pod-template-hash': 'x' } }, WEB],
    ['a label that somebody fills in', { matchLabels: { app: '${APP}' } }, WEB],
    ['nothing', undefined, WEB],
    ['what a patch does not say', { matchLabels: { app: 'shop' } }, {}],
    ['what somebody fills in on the pods', { matchLabels: { app: 'shop' } }, { app: '${APP}' }],
  ])('by %s is left alone', (_, labelSelector, labels) => {
    expect(mistakes(selectsNothing, [spreading(labelSelector, labels)])).toEqual([]);
  });
});
