import { metricNeedsRequests } from '../../../lib/checks/rules/metric-needs-requests';
import { type Fields } from '../../../lib/checks';
import { container, deployment, externalMetric, findings, hpa, mistakes, object, scaledObject, told } from '../objects';

const LOG_AGENT = { name: 'log-agent', image: 'fluent-bit:3.2' };

function containerMetric(name: string, target: Fields = { type: 'Utilization', averageUtilization: 50 }): Fields {
  return { type: 'ContainerResource', containerResource: { name: 'cpu', container: name, target } };
}

test('a utilization target with a container that has no request is an error that names both objects', () => {
  const [web, scaler] = [deployment('web', { containers: [container('app'), LOG_AGENT] }), hpa('web')];
  const [finding, ...others] = findings(metricNeedsRequests, [web, scaler]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R2: HorizontalPodAutoscaler "shop/web" (app/web) scales on cpu utilization, but container "log-agent" of Deployment "shop/web" (app/web) has no cpu request.
       why: Utilization is a percentage of the request: TARGETS stays <unknown> and nothing ever scales.
       fix: Set a cpu request on container "log-agent", or measure another container alone with a container resource metric."
  `);
  expect(finding?.objects).toEqual([scaler, web]);
  expect(others).toEqual([]);
});

test('a container metric of a container that the pod does not have is an error that lists the ones it has', () => {
  const web = deployment('web', { containers: [container('app'), container('log-agent')] });
  const scaler = hpa('web', { metrics: [containerMetric('ap')] });
  const [finding, ...others] = findings(metricNeedsRequests, [web, scaler]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R2: HorizontalPodAutoscaler "shop/web" (app/web) measures container "ap", which Deployment "shop/web" (app/web) does not have.
       why: The autoscaler finds no sample and never scales.
       fix: Name one of its containers: "app", "log-agent"."
  `);
  expect(finding?.objects).toEqual([scaler, web]);
  expect(others).toEqual([]);
});

test('a container metric looks at its own container only', () => {
  const web = deployment('web', { containers: [container('app'), LOG_AGENT] });
  expect(mistakes(metricNeedsRequests, [web, hpa('web', { metrics: [containerMetric('app')] })])).toEqual([]);
  expect(mistakes(metricNeedsRequests, [web, hpa('web', { metrics: [containerMetric('log-agent')] })])).toHaveLength(1);
});

test('a native sidecar needs a request as the other containers do, an init container that ends does not', () => {
  const sidecar = { ...LOG_AGENT, restartPolicy: 'Always' };
  const pods = [sidecar, LOG_AGENT].map((initContainer) =>
    deployment('web', { pod: { initContainers: [initContainer] } }),
  );
  expect(pods.map((web) => mistakes(metricNeedsRequests, [web, hpa('web')]).length)).toEqual([1, 0]);
});

test('a limit without a request counts as the request', () => {
  const web = deployment('web', { containers: [{ name: 'app', resources: { limits: { cpu: 1 }, requests: null } }] });
  expect(mistakes(metricNeedsRequests, [web, hpa('web')])).toEqual([]);
});

test('a request or a metric in capitals is told by other rules, by its true reason', () => {
  const web = deployment('web', { containers: [{ name: 'app', resources: { requests: { CPU: '100m' } } }] });
  expect(mistakes(metricNeedsRequests, [web, hpa('web')])).toEqual([]);
  expect(mistakes(metricNeedsRequests, [web, scaledObject('web', { triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } }] })])).toEqual([]); // prettier-ignore
  const memory = deployment('web', { containers: [{ name: 'app', resources: { requests: { Memory: '1Gi' } } }] });
  expect(mistakes(metricNeedsRequests, [memory, hpa('web')])).toHaveLength(1);
  const shouting = {
    type: 'Resource',
    resource: { name: 'CPU', target: { type: 'Utilization', averageUtilization: 70 } },
  };
  expect(mistakes(metricNeedsRequests, [memory, hpa('web', { metrics: [shouting] })])).toEqual([]);
});

test('every metric is looked at with its own resource', () => {
  const memory = {
    type: 'Resource',
    resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } },
  };
  const metrics = [memory, containerMetric('app')];
  expect(mistakes(metricNeedsRequests, [deployment('web'), hpa('web', { metrics })])).toEqual([
    'HorizontalPodAutoscaler "shop/web" (app/web) scales on memory utilization, but container "app" of Deployment "shop/web" (app/web) has no memory request.',
  ]);
});

test('an HPA without metrics scales on CPU utilization, because the API server says so', () => {
  const web = deployment('web', { containers: [LOG_AGENT] });
  for (const metrics of [undefined, null, []]) {
    expect(mistakes(metricNeedsRequests, [web, hpa('web', { metrics })])).toHaveLength(1);
  }
});

test.each<[string, Fields]>([
  [
    'an average value',
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } },
  ],
  ['an external metric', externalMetric('requests')],
  ['a metric without a name', { type: 'Resource', resource: { target: { type: 'Utilization' } } }],
  ['a metric without a source', { type: 'Resource' }],
])('%s needs no request', (_, metric) => {
  const web = deployment('web', { containers: [LOG_AGENT] });
  expect(mistakes(metricNeedsRequests, [web, hpa('web', { metrics: [metric] })])).toEqual([]);
});

test('a target outside the objects is left alone', () => {
  expect(mistakes(metricNeedsRequests, [deployment('web', { containers: [LOG_AGENT] }), hpa('worker')])).toEqual([]);
});

test('a pod without containers has no container that could lack a request', () => {
  expect(mistakes(metricNeedsRequests, [deployment('web', { containers: [] }), hpa('web')])).toEqual([]);
});

test('KEDA refuses a cpu or memory trigger without a request', () => {
  const web = deployment('web', { containers: [container('app'), LOG_AGENT] });
  const trigger = (containerName?: string) => ({
    type: 'cpu',
    metricType: 'Utilization',
    metadata: { value: '50', containerName },
  });
  const [finding, ...others] = findings(metricNeedsRequests, [web, scaledObject('web', { triggers: [trigger()] })]);
  expect(finding).toMatchObject({
    what: 'ScaledObject "shop/web" (app/web) scales on cpu utilization, but container "log-agent" of Deployment "shop/web" (app/web) has no cpu request.',
    why: 'KEDA refuses the ScaledObject; where its webhook is off, TARGETS stays <unknown> and nothing ever scales.',
    field: 'spec.triggers[0]',
  });
  expect(others).toEqual([]);
  expect(mistakes(metricNeedsRequests, [web, scaledObject('web', { triggers: [trigger('app')] })])).toEqual([]);
  expect(mistakes(metricNeedsRequests, [web, scaledObject('web', { triggers: [trigger('ap')] })])).toHaveLength(1);
  expect(mistakes(metricNeedsRequests, [web, scaledObject('web', { triggers: [{ type: 'kafka' }] })])).toEqual([]);
});

test('KEDA refuses an average value without a request, too, and that is all that is wrong with it', () => {
  const bare = deployment('web', { containers: [LOG_AGENT] });
  for (const trigger of [
    { type: 'cpu', metricType: 'AverageValue', metadata: { value: '200m' } },
    { type: 'cpu', metadata: { type: 'AverageValue', value: '200m' } },
  ]) {
    expect(findings(metricNeedsRequests, [bare, scaledObject('web', { triggers: [trigger] })])).toMatchObject([
      {
        what: 'ScaledObject "shop/web" (app/web) scales on the average cpu of its pods, but container "log-agent" of Deployment "shop/web" (app/web) has no cpu request.',
        why: 'KEDA refuses the ScaledObject: its webhook asks for a request with every cpu and memory trigger.',
        fix: 'Set a cpu request on container "log-agent".',
      },
    ]);
  }
});

test('a request of 0 is a percentage of nothing', () => {
  const zero = { name: 'app', resources: { requests: { cpu: 0 } } };
  const web = deployment('web', { containers: [zero] });
  expect(mistakes(metricNeedsRequests, [web, hpa('web')])).toEqual([
    'HorizontalPodAutoscaler "shop/web" (app/web) scales on cpu utilization, but the cpu requests of Deployment "shop/web" (app/web) are 0.',
  ]);
  expect(
    mistakes(metricNeedsRequests, [deployment('web', { containers: [zero, container('b')] }), hpa('web')]),
  ).toEqual([]);
  const trigger = { type: 'cpu', metadata: {} };
  expect(mistakes(metricNeedsRequests, [web, scaledObject('web', { triggers: [trigger] })])[0]).toContain(
    'has a cpu request of 0.',
  );
});

test('a request of the pod itself is enough, but not for one container alone', () => {
  const web = deployment('web', { containers: [LOG_AGENT], pod: { resources: { requests: { cpu: 1 } } } });
  expect(mistakes(metricNeedsRequests, [web, hpa('web')])).toEqual([]);
  expect(mistakes(metricNeedsRequests, [web, hpa('web', { metrics: [containerMetric('log-agent')] })])).toHaveLength(1);
});

test('a LimitRange of the namespace gives every container its request', () => {
  const range = (defaults: Fields, type = 'Container') =>
    object('v1', 'LimitRange', 'defaults', { spec: { limits: [{ type, ...defaults }] } });
  const objects = [deployment('web', { containers: [LOG_AGENT] }), hpa('web')];
  expect(mistakes(metricNeedsRequests, [...objects, range({ defaultRequest: { cpu: '50m' } })])).toEqual([]);
  expect(mistakes(metricNeedsRequests, [...objects, range({ default: { cpu: '50m' } })])).toEqual([]);
  expect(mistakes(metricNeedsRequests, [...objects, range({ default: { memory: '50Mi' } })])).toHaveLength(1);
  expect(mistakes(metricNeedsRequests, [...objects, range({ default: { cpu: '50m' } }, 'Pod')])).toHaveLength(1);
});
