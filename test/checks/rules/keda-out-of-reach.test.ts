import { kedaOutOfReach } from '../../../lib/checks/rules/keda-out-of-reach';
import { container, deployment, findings, mistakes, object } from '../objects';

const operator = (environment: Readonly<Record<string, string>>) => {
  const env = Object.entries(environment).map(([name, value]) => ({ name, value }));
  return deployment('keda-operator', { containers: [container('operator', { env })] });
};
const authentication = (spec: object, namespace = 'orders') =>
  object('keda.sh/v1alpha1', 'TriggerAuthentication', 'queue', { metadata: { name: 'queue', namespace }, spec });
const SECRET = { secretTargetRef: [{ parameter: 'host', name: 'rabbitmq', key: 'url' }] };
const RESTRICTED = { KEDA_RESTRICT_SECRET_ACCESS: 'true' };

test('Secrets of other namespaces are out of reach of an operator that may read its own only', () => {
  const [mistake, ...others] = findings(kedaOutOfReach, [operator(RESTRICTED), authentication(SECRET)]);
  expect(others).toEqual([]);
  expect(mistake?.field).toBe('spec.secretTargetRef');
  expect(mistake?.what).toContain('refers to Secret "rabbitmq" in its namespace, and Deployment "shop/keda-operator"');
  expect(mistake?.what).toContain('may read Secrets in "shop" only.');
});

test('nothing is out of reach beside the operator, without a Secret, and where all Secrets may be read', () => {
  expect(mistakes(kedaOutOfReach, [operator(RESTRICTED), authentication(SECRET, 'shop')])).toEqual([]);
  expect(
    mistakes(kedaOutOfReach, [operator(RESTRICTED), authentication({ podIdentity: { provider: 'aws' } })]),
  ).toEqual([]);
  expect(mistakes(kedaOutOfReach, [operator({}), authentication(SECRET)])).toEqual([]);
});

test('a Secret without a name is told as well', () => {
  const nameless = authentication({ secretTargetRef: [{ parameter: 'host', key: 'url' }] });
  expect(mistakes(kedaOutOfReach, [operator(RESTRICTED), nameless])[0]).toContain('refers to Secret "" in');
});

test('an operator that watches some namespaces does not see the others', () => {
  const job = object('keda.sh/v1alpha1', 'ScaledJob', 'resize', { spec: {} });
  expect(mistakes(kedaOutOfReach, [operator({ WATCH_NAMESPACE: 'orders,' }), job])[0]).toContain(
    'does not watch: it watches orders.',
  );
  expect(mistakes(kedaOutOfReach, [operator({ WATCH_NAMESPACE: '' }), job])).toEqual([]);
});
