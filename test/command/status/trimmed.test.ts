import { trimmed } from '../../../lib/command/status/trimmed';

test('what only the API server and kubectl need is left out', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'yes' };
  const metadata = { name: 'web', managedFields: [{}], annotations };
  expect(trimmed({ kind: 'Service', metadata, spec: { ports: [] } })).toEqual({
    kind: 'Service',
    metadata: { name: 'web', annotations: { mine: 'yes' } },
    spec: { ports: [] },
  });
  expect(trimmed({ kind: 'Service' })).toEqual({ kind: 'Service', metadata: {} });
});

test('of a pod stays what tells why it does not run', () => {
  const container = { name: 'web', image: 'web:1', resources: {}, ports: [], env: [{ name: 'LONG' }] };
  const pod = {
    kind: 'Pod',
    metadata: { name: 'web-1', deletionTimestamp: 'now' },
    spec: { nodeName: 'one', serviceAccountName: 'web', volumes: [{}], containers: [container] },
    status: { phase: 'Running', podIPs: [{}], conditions: [{ type: 'Ready' }], containerStatuses: [{ name: 'web' }] },
  };
  const { env: _, ...lean } = container;
  expect(trimmed(pod)).toEqual({
    kind: 'Pod',
    metadata: { name: 'web-1', deletionTimestamp: 'now' },
    spec: { nodeName: 'one', serviceAccountName: 'web', containers: [lean] },
    status: { phase: 'Running', conditions: [{ type: 'Ready' }], containerStatuses: [{ name: 'web' }] },
  });
});
