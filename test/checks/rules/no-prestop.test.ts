import { type Fields } from '../../../lib/checks';
import { noPreStop } from '../../../lib/checks/rules/no-prestop';
import { container, deployment, findings, mistakes, service, told } from '../objects';

const front = service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] });
const stopping = (preStop: unknown) =>
  deployment('web', { containers: [container('app', { lifecycle: { preStop } })] });

test('pods behind a Service that stop at once are told, as an info', () => {
  const [finding, ...others] = findings(noPreStop, [deployment('web'), front]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "info R52: Deployment "shop/web" (app/web) has no preStop hook, and Service "shop/web" (app/web) sends requests to its pods.
       why: A pod is told to stop while proxies still send to it: requests of that moment are lost unless the app goes on serving after SIGTERM.
       fix: Add lifecycle.preStop.sleep.seconds: 5, with a terminationGracePeriodSeconds that is longer."
  `);
  expect(others).toEqual([]);
});

test.each<[string, Fields]>([
  ['a sleep', { sleep: { seconds: 5 } }],
  ['a command', { exec: { command: ['sleep', '5'] } }],
  ['a request', { httpGet: { port: 80 } }],
])('%s before they stop is a pause', (_, preStop) => {
  expect(mistakes(noPreStop, [stopping(preStop), front])).toEqual([]);
});

test('a hook that does nothing is none', () => {
  expect(mistakes(noPreStop, [stopping({}), front])).toHaveLength(1);
});

test('pods that nobody sends requests to may stop at once', () => {
  const scraped = service('web', { selector: { app: 'web' }, ports: [{ name: 'metrics', port: 9114 }] });
  expect(mistakes(noPreStop, [deployment('web')])).toEqual([]);
  expect(mistakes(noPreStop, [deployment('web'), scraped])).toEqual([]);
  expect(
    mistakes(noPreStop, [deployment('web'), service('web', { clusterIP: 'None', selector: { app: 'web' } })]),
  ).toEqual([]);
});

test('of a Deployment that recreates its pods R22 says the worse', () => {
  const { manifest, origin } = deployment('web');
  const spec = { ...(manifest.spec as Fields), strategy: { type: 'Recreate' } };
  expect(mistakes(noPreStop, [{ manifest: { ...manifest, spec }, origin }, front])).toEqual([]);
});
