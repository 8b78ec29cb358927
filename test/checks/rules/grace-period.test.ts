import { type Fields } from '../../../lib/checks';
import { gracePeriod } from '../../../lib/checks/rules/grace-period';
import { container, deployment, findings, mistakes, object, told, workload } from '../objects';

function pausing(preStop: unknown, terminationGracePeriodSeconds?: unknown) {
  return deployment('web', {
    containers: [container('app', { lifecycle: { preStop } })],
    pod: { terminationGracePeriodSeconds },
  });
}

function exec(...command: unknown[]): Fields {
  return { exec: { command } };
}

test('a pause as long as the grace period is an error that names the container', () => {
  const web = pausing({ sleep: { seconds: 20 } }, 20);
  const [finding, ...others] = findings(gracePeriod, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R44: Deployment "shop/web" (app/web): container "app" pauses 20 s before it stops, and its grace period is 20 s.
       why: The kubelet kills it at the end of the grace period, in the middle of the requests it was to finish.
       fix: Make the grace period longer than the pause and the longest request together: above 20 s."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(others).toEqual([]);
});

test('a pause below the grace period is fine', () => {
  expect(mistakes(gracePeriod, [pausing({ sleep: { seconds: 19 } }, 20)])).toEqual([]);
});

test('a pod without a grace period has 30 s', () => {
  expect(mistakes(gracePeriod, [pausing({ sleep: { seconds: 29 } })])).toEqual([]);
  expect(mistakes(gracePeriod, [pausing({ sleep: { seconds: 30 } })])).toHaveLength(1);
  expect(mistakes(gracePeriod, [pausing({ sleep: { seconds: 30 } }, null)])).toHaveLength(1);
});

test.each([
  ['a native sleep', { sleep: { seconds: 20 } }, 20],
  ['sleep', exec('sleep', '20'), 20],
  ['sleep by its path', exec('/bin/sleep', '20'), 20],
  ['a shell', exec('sh', '-c', 'sleep 20'), 20],
  ['a shell that does more', exec('/bin/sh', '-c', 'nginx -s quit; sleep 20.5 && echo done'), 20.5],
  ['sleep with the unit s', exec('sleep', '20s'), 20],
  ['sleep with the unit m', exec('sh', '-c', 'sleep 2m'), 120],
  ['sleep with the unit h', exec('sleep', '1h'), 3600],
])('the pause of %s is read', (_, preStop, seconds) => {
  expect(mistakes(gracePeriod, [pausing(preStop, seconds)])).toEqual([
    `Deployment "shop/web" (app/web): container "app" pauses ${seconds} s before it stops, and its grace period is ${seconds} s.`,
  ]);
  expect(mistakes(gracePeriod, [pausing(preStop, seconds + 1)])).toEqual([]);
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an HTTP request', { httpGet: { path: '/drain', port: 8080 } }],
  ['a command without sleep', exec('nginx', '-s', 'quit')],
  ['a command that only ends in the word sleep', exec('nosleep', '99')],
  ['a sleep whose length a variable holds', exec('sh', '-c', 'sleep $PAUSE')],
  ['a sleep in words', { sleep: { seconds: '99' } }],
  ['a command that is not a list', { exec: { command: 'sleep 99' } }],
  ['a command of no strings', exec(null, ['sleep 99'], { sleep: '99' })],
])('a preStop of %s is not a pause that the rule can read', (_, preStop) => {
  expect(mistakes(gracePeriod, [pausing(preStop, 1)])).toEqual([]);
});

test('every container counts, native sidecars too', () => {
  const slow = (name: string) => container(name, { lifecycle: { preStop: { sleep: { seconds: 60 } } } });
  const web = workload('StatefulSet', 'web', {
    containers: [slow('app'), container('quick')],
    pod: { initContainers: [{ ...slow('proxy'), restartPolicy: 'Always' }] },
  });
  expect(mistakes(gracePeriod, [web])).toEqual([
    expect.stringContaining('container "app" pauses 60 s'),
    expect.stringContaining('container "proxy" pauses 60 s'),
  ]);
});

test('the pods of a CronJob are found below its job template', () => {
  const { manifest } = pausing({ sleep: { seconds: 30 } });
  const nightly = object('batch/v1', 'CronJob', 'nightly', { spec: { jobTemplate: { spec: manifest.spec } } });
  expect(mistakes(gracePeriod, [nightly])).toHaveLength(1);
});
