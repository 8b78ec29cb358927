import { cpuTargetWithoutProbe } from '../../../lib/checks/rules/cpu-target-without-probe';
import { container, deployment, externalMetric, hpa, mistakes, scaledObject } from '../objects';

const found = (scaler = hpa('web'), more = {}): number =>
  mistakes(cpuTargetWithoutProbe, [deployment('web', { containers: [container('app', more)] }), scaler]).length;

test('a probe of readiness or of the start tells which pods are still starting', () => {
  expect(found()).toBe(1);
  expect(found(hpa('web'), { readinessProbe: { tcpSocket: { port: 80 } } })).toBe(0);
  expect(found(hpa('web'), { startupProbe: { tcpSocket: { port: 80 } } })).toBe(0);
  expect(found(hpa('web'), { livenessProbe: { tcpSocket: { port: 80 } } })).toBe(1);
});

test('the default metric of an HPA is CPU; others do not care about the start', () => {
  expect(found(hpa('web', { metrics: undefined }))).toBe(1);
  expect(found(hpa('web', { metrics: [externalMetric('queue')] }))).toBe(0);
  expect(found(scaledObject('web', { triggers: [{ type: 'cpu', metricType: 'Utilization' }] }))).toBe(1);
  expect(found(scaledObject('web', { triggers: [{ type: 'memory', metricType: 'Utilization' }] }))).toBe(0);
});

test('a window on the way up of a minute outlasts the start of most processes', () => {
  const behavior = (stabilizationWindowSeconds: number) => ({ scaleUp: { stabilizationWindowSeconds } });
  expect(found(hpa('web', { behavior: behavior(60) }))).toBe(0);
  expect(found(hpa('web', { behavior: behavior(15) }))).toBe(1);
  const advanced = { horizontalPodAutoscalerConfig: { behavior: behavior(120) } };
  expect(found(scaledObject('web', { advanced, triggers: [{ type: 'cpu', metricType: 'Utilization' }] }))).toBe(0);
});

test('Istio fills in the container of its gateway, with a probe', () => {
  expect(found(hpa('web'), { image: 'auto' })).toBe(0);
});
