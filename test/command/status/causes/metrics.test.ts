import { type FakeObject } from '../../fake-cluster';
import {
  causesIn,
  type Conditions,
  conditions,
  deployment,
  EXTERNAL_METRICS_API,
  hpa,
  kedaHpa,
  METRICS_API,
  pod,
  READY,
  scaledObject,
  warning,
} from '../objects';

function failing(reason: string, message = 'unable to get metrics'): Conditions {
  return [['ScalingActive', 'False', reason, message]];
}

function only(objects: readonly FakeObject[], more: Parameters<typeof causesIn>[1] = {}) {
  const [cause, ...others] = causesIn(objects, more).filter(({ rule }) => rule === undefined);
  expect(others).toEqual([]);
  return cause;
}

test('a missing request is told with its container', () => {
  const message = 'failed to get cpu utilization: missing request for cpu in container web of Pod web-1';
  expect(only([hpa(failing('FailedGetResourceMetric', message)), deployment(2, [], {}), METRICS_API])).toEqual({
    object: 'HorizontalPodAutoscaler shop/web',
    severity: 'error',
    cause: 'no-request',
    what: 'Container "web" of Deployment shop/web has no cpu request, so there is nothing to take a percentage of.',
    evidence: `FailedGetResourceMetric: ${message}`,
    fix: 'Set resources.requests.cpu on it, or scale on an averageValue.',
  });
});

test('pods of several autoscalers, and a selector that is none', () => {
  expect(only([hpa(failing('AmbiguousSelector', 'controlled by multiple HPAs')), deployment()])).toMatchObject({
    cause: 'shared-pods',
    what: 'The pods of Deployment shop/web belong to several autoscalers: none of them scales.',
  });
  expect(only([hpa(failing('InvalidSelector', 'selector is required')), deployment()])).toMatchObject({
    cause: 'bad-selector',
    what: 'Deployment shop/web has no selector that can be used.',
  });
});

describe('an API of metrics that', () => {
  test.each([
    ['FailedGetResourceMetric', 'resource metrics', 'metrics.k8s.io', 'Install metrics-server.'],
    ['FailedGetContainerResourceMetric', 'resource metrics', 'metrics.k8s.io', 'Install metrics-server.'],
    [
      'FailedGetPodsMetric',
      'custom metrics',
      'custom.metrics.k8s.io',
      'Install what serves them, such as prometheus-adapter.',
    ],
    [
      'FailedGetObjectMetric',
      'custom metrics',
      'custom.metrics.k8s.io',
      'Install what serves them, such as prometheus-adapter.',
    ],
    [
      'FailedGetExternalMetric',
      'external metrics',
      'external.metrics.k8s.io',
      "Install what serves them, such as KEDA's metrics server.",
    ],
  ])('nobody serves: %s', (reason, what, group, fix) => {
    expect(only([hpa(failing(reason)), deployment()])).toMatchObject({
      cause: 'no-metrics-api',
      what: `Nothing serves ${what} on this cluster: there is no APIService of ${group}.`,
      evidence: `${reason}: unable to get metrics`,
      fix,
    });
  });

  test('does not answer is told with what is behind it', () => {
    const down = { ...METRICS_API, status: { conditions: conditions([['Available', 'False', 'X', 'no endpoints']]) } };
    expect(only([hpa(failing('FailedGetResourceMetric')), deployment(), down])).toMatchObject({
      what: 'The APIService v1beta1.metrics.k8s.io does not answer: no endpoints.',
      fix: 'See why the pods behind Service kube-system/metrics-server are not ready: kubectl --namespace=kube-system get pods',
    });
  });

  test('nobody has looked at', () => {
    const unknown = { ...METRICS_API, metadata: { name: '' }, status: {} };
    expect(only([hpa(failing('FailedGetResourceMetric')), deployment(), unknown])?.what).toBe(
      'The APIService v1beta1.metrics.k8s.io does not answer: nothing is known of it.',
    );
  });

  test('may not be looked at is not accused', () => {
    const readable = new Set(['HorizontalPodAutoscaler', 'Deployment', 'Pod']);
    expect(only([hpa(failing('FailedGetResourceMetric')), deployment(), pod()], { readable })).toMatchObject({
      cause: 'nothing-to-measure',
    });
    expect(only([hpa(failing('FailedGetPodsMetric')), deployment()], { readable })).toMatchObject({
      cause: 'unreadable-metric',
      what: 'Its metrics cannot be read: unable to get metrics.',
      evidence: 'FailedGetPodsMetric',
    });
  });
});

test('without a running pod there is nothing to measure, and a young one has no sample yet', () => {
  const unread = hpa(failing('FailedGetResourceMetric'));
  expect(only([unread, deployment(), METRICS_API])).toMatchObject({
    cause: 'nothing-to-measure',
    what: 'No pod of Deployment shop/web runs, so that there is nothing to measure.',
  });
  expect(only([unread, deployment(), METRICS_API, pod({ phase: 'Running' })])).toMatchObject({
    cause: 'no-sample',
    what: 'metrics-server has no sample of the pods of Deployment shop/web yet.',
  });
});

test('a condition without a reason, on something without a name', () => {
  const status = { conditions: [{ type: 'ScalingActive', status: 'False' }] };
  expect(only([hpa([], { spec: {}, status })])).toMatchObject({ cause: 'unreadable-metric', evidence: '' });
  const request = { ...status.conditions[0], message: 'missing request for memory in container app of Pod x' };
  expect(only([hpa([], { spec: {}, status: { conditions: [request] } })])?.what).toMatch(
    /^Container "app" of the target has no memory request/,
  );
});

test('a target that was scaled to 0 is not a failure', () => {
  expect(only([hpa(failing('ScalingDisabled')), deployment(), METRICS_API])).toBeUndefined();
});

describe('of what KEDA fetches,', () => {
  const objects = [
    scaledObject(READY),
    kedaHpa(failing('FailedGetExternalMetric', 'unable to get external metric')),
    deployment(),
    EXTERNAL_METRICS_API,
  ];

  test.each([
    ['bad_data: invalid parameter "query": 1:5: parse error', 'refused-query', 'Prometheus does not accept its query.'],
    [
      "prometheus metrics 'prometheus' target may be lost, the result is empty",
      'empty-answer',
      'Its query gives nothing: Prometheus knows no such series, or does not scrape the pods.',
    ],
    ['prometheus query api returned error. status: 401', 'refused-login', 'The source of its metric does not accept'],
    ['dial tcp: lookup prometheus: no such host', 'silent-source', 'The source of its metric does not answer.'],
    ['something else', 'unreadable-metric', 'KEDA cannot read its metric.'],
  ])('%s', (message, cause, what) => {
    const warnings = [
      warning('of another', { name: 'other' }),
      warning('of another namespace', { namespace: 'blog' }),
      warning('of another kind', { kind: 'ScaledJob' }),
      warning('of something else', { reason: 'Other' }),
      warning(message),
    ];
    const found = only(objects, { warnings });
    expect(found).toMatchObject({ object: 'ScaledObject shop/web', cause, evidence: message });
    expect(found?.what).toContain(what);
  });

  test.each(['TriggerError', 'PartialTriggerError'])('KEDA says it before the HPA: %s', (reason) => {
    const status = { conditions: conditions([['Ready', 'False', reason, 'Triggers are not working correctly']]) };
    const warnings = [warning('prometheus query api returned error. status: 400')];
    const object = { ...scaledObject([]), status };
    expect(only([object, kedaHpa(), deployment()], { warnings })).toMatchObject({ cause: 'refused-query' });
    expect(only([object, kedaHpa(), deployment()])).toMatchObject({
      cause: 'unreadable-metric',
      evidence: `${reason}: Triggers are not working correctly`,
    });
    const job = { ...object, kind: 'ScaledJob', spec: { triggers: [{ type: 'kafka' }] } };
    const about = { ...warning('no such host'), kind: 'ScaledJob' };
    expect(only([job], { warnings: [about] })).toMatchObject({ cause: 'silent-source' });
  });

  test('without an event, what the HPA says has to do', () => {
    const said = kedaHpa(failing('FailedGetExternalMetric', 'dial tcp 10.0.0.1:9090: connection refused'));
    expect(only([scaledObject(READY), said, deployment(), EXTERNAL_METRICS_API])).toMatchObject({
      cause: 'silent-source',
      evidence: 'FailedGetExternalMetric: dial tcp 10.0.0.1:9090: connection refused',
    });
    expect(only(objects)).toMatchObject({
      cause: 'unreadable-metric',
      evidence: 'FailedGetExternalMetric: unable to get external metric',
    });
  });
});
