import fc from 'fast-check';
import { predictScaler, type Fields } from '../../../lib/simulation';
import { connectionsSince, KeptConnections } from '../../../lib/simulation/world/kept-connections';
import { type Pod } from '../../../lib/simulation/world/pod';
import { Service } from '../../../lib/simulation/world/service';
import { moment, numbersOf, servingPod } from './moments';

/** Pods that come and go under clients that keep their connections. */
class Stage {
  readonly pods: { readonly openedBefore: number }[] = [];
  readonly #connections = new KeptConnections();

  users(all: number): void {
    this.#connections.setAll(all, this.pods.length);
  }

  comes(): void {
    this.pods.push({ openedBefore: this.#connections.opened });
    this.#reopen();
  }

  goes(index: number): void {
    this.pods.splice(index, 1);
    this.#reopen();
  }

  get each(): number[] {
    const totals = this.#connections.totals(0);
    return this.pods.map(({ openedBefore }) => connectionsSince(openedBefore, totals));
  }

  #reopen(): void {
    const attached = this.each.reduce((sum, each) => sum + each, 0);
    this.#connections.reopen(attached, this.pods.length);
  }
}

test('a new pod gets new connections only', () => {
  const stage = new Stage();
  stage.comes();
  stage.users(450);
  stage.comes();
  expect(stage.each).toEqual([450, 0]);
  stage.users(550);
  expect(stage.each).toEqual([500, 50]);
});

test('those of a pod that ends are opened again on the others, and on the next one where there is none', () => {
  const stage = new Stage();
  stage.comes();
  stage.comes();
  stage.users(100);
  stage.goes(0);
  expect(stage.each).toEqual([100]);
  stage.goes(0);
  stage.users(60);
  stage.comes();
  expect(stage.each).toEqual([60]);
});

test('whoever leaves may be on any pod, and after the last of them nothing is left', () => {
  const stage = new Stage();
  stage.comes();
  stage.users(300);
  stage.comes();
  stage.users(400);
  stage.users(200);
  expect(stage.each).toEqual([175, 25]);
  stage.users(0);
  expect(stage.each).toEqual([0, 0]);
  stage.users(10);
  expect(stage.each).toEqual([5, 5]);
});

test('for any pods and users: each connection is on one pod, for a month of changes, too', () => {
  const step = fc.oneof(
    fc.record({ users: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 5000, noNaN: true })) }),
    fc.constant('comes' as const),
    fc.record({ goes: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const stage = new Stage();
      let users = 0;
      for (const each of steps) {
        if (each === 'comes') stage.comes();
        else if ('users' in each) stage.users((users = each.users));
        else if (stage.pods.length > 0) stage.goes(each.goes % stage.pods.length);
        if (stage.pods.length === 0) continue;
        expect(Math.min(...stage.each)).toBeGreaterThanOrEqual(0);
        expect(stage.each.reduce((sum, one) => sum + one, 0)).toBeCloseTo(users, 3);
      }
    }),
  );
  const long = new Stage();
  long.comes();
  long.comes();
  for (let day = 0; day < 2000; day += 1) for (const users of [1000, 100]) long.users(users);
  for (const each of long.each) expect(each).toBeCloseTo(50, 6);
});

test('without kept connections nobody remembers any', () => {
  const service = new Service({ kind: 'users', thinkSeconds: 1, keepAlive: false }, numbersOf(), 1);
  service.setConnected([{ openedBefore: 0 }]);
  expect([service.opened, service.kept]).toEqual([undefined, undefined]);
  const pod = servingPod('a', 0);
  expect(pod.connections(moment(1, { connectionsPerPod: 4 }))).toBe(4);
  expect(pod.idleConnections(moment(1, { connectionsPerPod: 4, inFlightPerPod: 1 }))).toBe(3);
});

test('idle are those without a request', () => {
  const service = new Service({ kind: 'users', thinkSeconds: 1, keepAlive: true }, numbersOf(), 1);
  expect(service.kept?.busy).toBe(0);
  service.setEndpoints(1, 0, 2);
  service.setDemand(100);
  const pod: Pod = servingPod('a', 0);
  const now = moment(1, { kept: service.kept });
  expect(pod.connections(now)).toBe(100);
  expect(pod.idleConnections(now)).toBeCloseTo(100 - service.inFlightPerPod);
});

test('an autoscaler by the connections of pods sees them stay where they are', () => {
  const manifests: Fields[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
    },
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'web' },
      spec: {
        scaleTargetRef: { name: 'web' },
        minReplicaCount: 1,
        maxReplicaCount: 20,
        triggers: [
          {
            type: 'prometheus',
            metadata: { query: 'max(connections_active{pod=~"web-.*"})', threshold: '100', serverAddress: 'http://p' },
            metricType: 'Value',
          },
        ],
      },
    },
  ];
  const { rows } = predictScaler(manifests, 'web', { load: 'locust:200@50/s', duration: '10m' });
  // all 200 are on the first pod, and stay there however many pods come
  expect(rows.at(-1)?.metrics[0]).toBe(200);
  expect(rows.at(-1)?.desired).toBe(20);
});
