import { causesOf } from '../../../lib/command/status/causes';
import { rowOf } from '../../../lib/command/status/row';
import { scalersIn } from '../../../lib/command/status/scaler';
import { type FakeObject } from '../fake-cluster';
import { processorTime } from '../../support/processor-time';
import { worldOf } from './objects';

/** So many autoscalers of one namespace, each with its Deployment, Service and pods. */
function objects(count: number): FakeObject[] {
  return Array.from({ length: count }, (_, index) => {
    const labels = { app: `web-${index}` };
    const metadata = { name: `web-${index}`, namespace: 'shop', labels };
    const containers = [{ name: 'web', image: 'web:1', readinessProbe: {}, resources: { requests: { cpu: '1' } } }];
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name };
    return [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: { maxReplicas: 3, scaleTargetRef, metrics: [{ type: 'Pods', pods: { metric: { name: 'hits' } } }] },
        status: { desiredReplicas: 2 },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          replicas: 3,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers } },
        },
        status: { readyReplicas: 3 },
      },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 80 }] } },
      ...[1, 2, 3].map((pod) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...metadata, name: `${metadata.name}-${pod}` },
        status: { phase: 'Running' },
      })),
    ];
  }).flat();
}

function lookAt(count: number): void {
  const world = worldOf(objects(count));
  const scalers = scalersIn(world);
  expect(scalers.map(rowOf)).toHaveLength(count);
  expect(scalers.every(({ pods }) => pods.length === 3)).toBe(true);
  causesOf(scalers, world, { rules: { kubernetes: '1.36' } });
}

function timeOf(count: number): number {
  const begun = processorTime();
  lookAt(count);
  return processorTime() - begun;
}

test('four times as many autoscalers take about four times as long', () => {
  lookAt(200); // the first look compiles
  const few = timeOf(250);
  expect(timeOf(1000) / few).toBeLessThan(8);
});
