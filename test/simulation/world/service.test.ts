import fc from 'fast-check';
import { Service, type Clients } from '../../../lib/simulation/world/service';
import { numbersOf } from './moments';

const OPEN: Clients = { kind: 'requests', thinkSeconds: 0, keepAlive: false };
const MESSAGES: Clients = { ...OPEN, kind: 'messages' };
const usersOf = (thinkSeconds: number, keepAlive = false): Clients => ({ kind: 'users', thinkSeconds, keepAlive });

/** A service of requests of 10 ms and 5 ms more, on pods of 2 cores, with a demand. */
function service(clients: Clients, demand: number, serving = 1, refusing = 0, cores = 2): Service {
  const made = new Service(clients, numbersOf({ cpuPerRequest: 0.01, extraLatency: 0.005 }), 0.01);
  made.setEndpoints(serving, refusing, serving * cores);
  made.setDemand(demand);
  return made;
}

function after(made: Service, seconds: number) {
  for (let second = 0; second < seconds; second += 1) made.advance(1);
  return made.takeSecond();
}

describe('requests at a rate', () => {
  test('below the capacity all are answered, a little later the busier the pods are', () => {
    const light = after(service(OPEN, 10), 1);
    const busy = after(service(OPEN, 190), 1);
    expect(light).toMatchObject({ offered: 10, served: 10, lost: 0 });
    expect(light.latency / light.served).toBeCloseTo(0.015, 3);
    expect(busy).toMatchObject({ served: 190, lost: 0 });
    expect(busy.latency / busy.served).toBeGreaterThan(0.05);
    expect(light.work).toBeCloseTo(0.1, 9);
  });

  test('above the capacity they pile up, until clients give up', () => {
    const made = service(OPEN, 300);
    expect(after(made, 10)).toMatchObject({ offered: 3000, served: 2000, lost: 0 });
    expect(made.backlog).toBe(1000);
    expect(made.latencyNow).toBeGreaterThan(5);
    const later = after(made, 60);
    expect(made.backlog).toBe(200 * 30);
    expect(later.offered).toBe(later.served + later.lost + 5000);
  });

  test('what has piled up is answered when pods come', () => {
    const made = service(OPEN, 300);
    after(made, 10);
    made.setEndpoints(4, 0, 8);
    expect(after(made, 2)).toMatchObject({ offered: 600, served: 1600, lost: 0 });
    expect(made.backlog).toBe(0);
  });

  test('those that meet a pod which takes none are lost, and all without a pod', () => {
    expect(after(service(OPEN, 100, 3, 1), 1)).toMatchObject({ offered: 100, served: 75, lost: 25 });
    expect(after(service(OPEN, 100, 0, 2), 1)).toMatchObject({ served: 0, lost: 100 });
    const gone = service(OPEN, 300);
    after(gone, 10);
    gone.setEndpoints(0, 0, 0);
    expect(after(gone, 1)).toMatchObject({ served: 0, lost: 1300 });
  });
});

describe('messages', () => {
  test('wait as long as it takes, also without a pod', () => {
    const made = service(MESSAGES, 100, 0);
    expect(after(made, 60)).toMatchObject({ served: 0, lost: 0 });
    expect(made.backlog).toBe(6000);
    made.setEndpoints(1, 0, 2);
    made.setDemand(0);
    expect(after(made, 10)).toMatchObject({ served: 2000, lost: 0 });
    expect(made.latencyNow).toBeGreaterThan(19);
  });
});

describe('users', () => {
  test('few of them are bounded by their pauses', () => {
    const made = service(usersOf(1), 10);
    const { served, latency } = after(made, 1);
    expect(served).toBeCloseTo(10 / 1.015, 9);
    expect(latency / served).toBeCloseTo(0.015, 9);
  });

  test('many of them by the capacity, and then they wait for each other', () => {
    // 2000 users with a pause of 1 s, and a capacity of 500 per second: 3 s until an answer, 1,500 at a time.
    const made = new Service(usersOf(1, true), numbersOf({ cpuPerRequest: 0.002, extraLatency: 0 }), 1);
    made.setEndpoints(1, 0, 1);
    made.setDemand(2000);
    const { served, latency } = after(made, 1);
    expect(served).toBe(500);
    expect(latency / served).toBeCloseTo(3, 9);
    expect(made.inFlightPerPod).toBeCloseTo(1500, 6);
    expect(made.connectionsPerPod).toBe(2000);
  });

  test('without kept connections there are as many as requests', () => {
    const made = service(usersOf(1), 10);
    expect(made.connectionsPerPod).toBe(made.inFlightPerPod);
  });

  test('who gives up comes back sooner', () => {
    const { offered, served, lost } = after(service(usersOf(0), 10_000), 1);
    expect(served).toBe(200);
    expect(offered).toBeCloseTo(10_000 / 30, 6);
    expect(lost).toBeCloseTo(offered - served, 9);
  });

  test('the failures of a user are as many as the pauses allow', () => {
    const { offered, served, lost } = after(service(usersOf(0.5), 1, 0), 1);
    expect([offered, served]).toEqual([lost, 0]);
    expect(lost).toBeCloseTo(1 / 0.505, 9);
    const half = after(service(usersOf(0.5), 1, 1, 1), 1);
    expect(half.lost).toBeCloseTo(half.served, 9);
    expect(half.offered).toBeCloseTo(1 / (0.5 + 0.005 / 2 + 0.015 / 2), 9);
  });

  test('nobody asks nothing', () => {
    expect(after(service(usersOf(0), 0), 1)).toEqual({
      offered: 0,
      served: 0,
      lost: 0,
      latency: 0,
      standing: 0,
      work: 0,
    });
  });
});

test('on less than a core a request takes longer', () => {
  const made = new Service(OPEN, numbersOf({ cpuPerRequest: 0.01, extraLatency: 0.005 }), 0.1);
  made.setEndpoints(1, 0, 0.1);
  made.setDemand(1);
  expect(made.latencyNow).toBeGreaterThanOrEqual(0.105);
});

test('for any clients and pods: nothing is negative, no more is answered than the pods can, and requests are not made up', () => {
  const clients = fc.constantFrom(OPEN, MESSAGES, usersOf(0), usersOf(1, true));
  const counts = fc.integer({ min: 0, max: 20 });
  const demands = fc.double({ min: 0, max: 5000, noNaN: true });
  fc.assert(
    fc.property(clients, fc.array(fc.tuple(demands, counts, counts), { maxLength: 20 }), (kind, steps) => {
      const made = service(kind, 0);
      let offered = 0;
      let finished = 0;
      for (const [demand, serving, refusing] of steps) {
        made.setDemand(demand);
        made.setEndpoints(serving, refusing, 2 * serving);
        made.advance(1);
        const second = made.takeSecond();
        const { backlog, connectionsPerPod, inFlightPerPod } = made;
        for (const value of [...(Object.values(second) as number[]), backlog, connectionsPerPod, inFlightPerPod]) {
          expect(value).toBeGreaterThanOrEqual(0);
        }
        expect(second.served).toBeLessThanOrEqual(200 * serving + 1e-6);
        offered += second.offered;
        finished += second.served + second.lost;
      }
      expect(finished + made.backlog).toBeCloseTo(offered, 3);
    }),
  );
});
