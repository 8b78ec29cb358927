import {
  InputError,
  parseCall,
  predictRuns,
  predictScaler,
  predictTogether,
  type Fields,
} from '../../../lib/simulation';
import { messageOf } from '../../support/synthesize';
import { PROBE, scaledOnCpu } from './manifests';

/** A workload with its HPA under another name. */
function named(name: string, spec: Fields = {}): Fields[] {
  const text = JSON.stringify(scaledOnCpu(spec, { container: PROBE })).replaceAll('"name":"web"', `"name":"${name}"`);
  return JSON.parse(text.replaceAll('"app":"web"', `"app":"${name}"`)) as Fields[];
}

const BOTH = [...named('web', { minReplicas: 2 }), ...named('api', { minReplicas: 2, maxReplicas: 20 })];
const OPTIONS = { load: 'constant:40rps', duration: '10m' } as const;

test.each(['web', 'web->', '->api', 'web->web', 'web->api:0', 'web->api:x'])('%s is not a call', (text) => {
  expect(() => parseCall(text)).toThrow(InputError);
});

test('what is called has the requests of its callers, and no others', () => {
  expect(parseCall('web -> api:2.5')).toEqual({ from: 'web', to: 'api', times: 2.5 });
  const [web, api] = predictTogether(BOTH, ['web', 'api'], { ...OPTIONS, calls: ['web->api:3'] });
  expect(web!.load).toBe('constant:40rps');
  expect(api!.load).toBe('3 per request of web');
  expect(api!.summary.offeredRequests / web!.summary.servedRequests).toBeCloseTo(3, 1);
  expect(api!.summary.peakDesired).toBeGreaterThan(web!.summary.peakDesired);
});

test('a request waits for those that it makes', () => {
  const [alone] = predictTogether(BOTH, ['web', 'api'], OPTIONS);
  const [caller, called] = predictTogether(BOTH, ['web', 'api'], { ...OPTIONS, calls: ['web->api:2'] });
  const longer = caller!.summary.meanLatencySeconds! - alone!.summary.meanLatencySeconds!;
  expect(longer / (2 * called!.summary.meanLatencySeconds!)).toBeCloseTo(1, 0);
});

test('alone on its nodes a workload is predicted as by itself', () => {
  const [together] = predictTogether(BOTH, ['web'], { ...OPTIONS, runs: 3 });
  expect(together).toEqual(predictScaler(BOTH, 'HorizontalPodAutoscaler/shop/web', { ...OPTIONS, runs: 3 }));
});

test('pods of one take the room of the others, and the cores of a node', () => {
  const cluster = { nodes: [{ cpu: 2 }] };
  const options = { load: 'constant:60rps', duration: '10m', cluster } as const;
  const [web, api] = predictTogether(BOTH, ['web', 'api'], options);
  const alone = predictScaler(BOTH, 'HorizontalPodAutoscaler/shop/web', options);
  expect(alone.summary.peakUnschedulable).toBe(0);
  expect(web!.summary.peakUnschedulable + api!.summary.peakUnschedulable).toBeGreaterThan(0);
  expect(web!.rows.at(-1)!.ready + api!.rows.at(-1)!.ready).toBe(10);
  expect(web!.summary.nodeHours).toBeCloseTo(1 / 6, 3);
});

test('a chain is computed from its head, whatever the order of the names', () => {
  const three = [...BOTH, ...named('store', { minReplicas: 2, maxReplicas: 20 })];
  const calls = ['api->store:2', 'web->api'];
  const [store, api, web] = predictTogether(three, ['store', 'api', 'web'], { ...OPTIONS, calls });
  expect(api!.summary.offeredRequests / web!.summary.servedRequests).toBeCloseTo(1, 1);
  expect(store!.summary.offeredRequests / api!.summary.servedRequests).toBeCloseTo(2, 1);
});

test('a circle, and somebody who is not there, are refused', () => {
  expect(
    messageOf(() => predictTogether(BOTH, ['web', 'api'], { ...OPTIONS, calls: ['web->api', 'api->web'] })),
  ).toContain('go round in a circle');
  expect(messageOf(() => predictTogether(BOTH, ['web', 'api'], { ...OPTIONS, calls: ['web->db'] }))).toContain(
    'Name one of web, api.',
  );
});

test('runs that several made are those of one, and fewer of them are an answer too', () => {
  const options = { ...OPTIONS, runs: 12, seed: 7 };
  const name = 'HorizontalPodAutoscaler/shop/web';
  const parts = ([[0, 5], [5, 6], [6, 12]] as const).map((range) => predictRuns(BOTH, name, options, range)); // prettier-ignore
  expect(predictScaler(BOTH, name, options, parts)).toEqual(predictScaler(BOTH, name, options));
  expect(predictScaler(BOTH, name, options, parts.slice(0, 2))).toMatchObject({ runs: 6, bands: { stepSeconds: 1 } });
  expect(predictScaler(BOTH, name, options, [])).not.toHaveProperty('bands');
});
