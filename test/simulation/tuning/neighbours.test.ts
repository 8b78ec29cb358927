import { tune, Trials, type Fields } from '../../../lib/simulation';
import { messageOf } from '../../support/synthesize';
import { autoscaler, deployment, MEASURED, QUICK } from './shop';

/** The same shop under another name. */
function named(name: string, spec: Fields = {}): Fields[] {
  const text = JSON.stringify([deployment(), autoscaler(spec)]);
  return JSON.parse(text.replaceAll('"name":"web"', `"name":"${name}"`)) as Fields[];
}

const NAMES = ['HorizontalPodAutoscaler/default/web', 'HorizontalPodAutoscaler/default/api'];
const [, API] = NAMES;
const MANIFESTS = [{ apiVersion: 'v1', kind: 'List', items: [...named('web'), ...named('api')] }];
const PRESENT = { from: 0, to: 2 };

function trialsOf(together: object, name = API!, options: object = {}) {
  const input = {
    manifests: MANIFESTS,
    name,
    options: { ...QUICK.options, ...options },
    together: { names: NAMES, ...together },
  };
  const trials = new Trials(input);
  return { trials, present: trials.space.dimensions.map(({ now }) => now) };
}

function presentOf(together: object, name?: string, options?: object) {
  const { trials, present } = trialsOf(together, name, options);
  return trials.runs({ ...PRESENT, candidate: present });
}

test('what is called has the load that its callers make, and its clients are theirs', () => {
  const alone = presentOf({});
  const called = presentOf({ calls: ['web->api:3'] });
  expect(called[0]!.peak).toBeGreaterThan(alone[0]!.peak);
  expect(called[0]!.mean).toBeGreaterThan(2 * alone[0]!.mean); // a client of web waits for three answers of api
  expect(called[0]!.offered).toBeLessThan(1.2 * alone[0]!.offered); // and counts its own request
});

test('the front of a chain is the first that has the load', () => {
  const [web] = presentOf({ calls: ['web->api:2'] }, NAMES[0]);
  const [api] = presentOf({ calls: ['web->api:2'] });
  expect(api!.mean).toBeCloseTo(web!.mean);
});

test('whatever it is called by, it is there once', () => {
  const calls = ['web->api:3'];
  const present = presentOf({ calls });
  expect(presentOf({ calls }, 'api')).toEqual(present);
  expect(presentOf({ calls, names: NAMES.slice(0, 1) })).toEqual(present);
});

test('those that share nodes take room from each other', () => {
  const cluster = { nodes: [{ cpu: 2 }] };
  const podHours = (names: string[]) => presentOf({ names }, API, { cluster })[0]!.podHours;
  expect(podHours(NAMES)).toBeLessThan(podHours([API!]));
});

test('what is known of one of them counts for it alone, also of the tuned one', () => {
  const dear = presentOf({ worlds: { [API!]: { cpuPerRequest: 0.05 } } })[0]!;
  const dearOther = presentOf({ worlds: { [NAMES[0]!]: { cpuPerRequest: 0.05 } } })[0]!;
  expect(dear.peak).toBeGreaterThan(dearOther.peak);
});

test('a load of requests has its first rate before it for all of them', () => {
  const options = { load: 'spike:20..60rps@1m/1m', duration: '3m', world: MEASURED };
  const [score] = presentOf({ calls: ['web->api'] }, API, options);
  expect(score!.offered).toBeCloseTo(20 * 120 + 60 * 60, -2);
});

test('an autoscaler is tuned with those that it is called by', async () => {
  const tuning = await tune({
    ...QUICK,
    manifests: MANIFESTS,
    name: API!,
    together: { names: NAMES, calls: ['web->api:2'] },
  });
  expect(tuning.target.name).toBe('api');
  expect(tuning.recommended.score.cost).toBeLessThanOrEqual(tuning.now.score.cost);
});

test('calls in a circle are refused before anything is searched', async () => {
  const calls = ['web->api', 'api->web'];
  await expect(tune({ ...QUICK, manifests: MANIFESTS, name: API!, together: { names: NAMES, calls } })).rejects.toThrow(
    'go round in a circle',
  );
  expect(messageOf(() => presentOf({ calls: ['web->db'] }))).toContain(
    'There is no "db" among what is predicted together.',
  );
});
