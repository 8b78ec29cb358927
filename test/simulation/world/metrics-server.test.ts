import { MetricsServer } from '../../../lib/simulation/world/metrics-server';
import { moment, numbersOf, servingPod } from './moments';

/** metrics-server every 15 s over kubelets every 10 s, idle before second 0. */
function metricsServer(memory = false): MetricsServer {
  const numbers = numbersOf({ kubeletInterval: 10, metricsInterval: 15, idleCpu: 0, bootCpu: 0.5, memory: 1000, memoryPerRequest: 10 }); // prettier-ignore
  return new MetricsServer(numbers, moment(-10), memory);
}

/** The total of work if each serving pod uses half a core from second 0. */
function busy(second: number) {
  const work = Math.max(0, second) / 2;
  return moment(second, { totals: { work, requests: work * 100, latency: 0 }, inFlightPerPod: 3 });
}

test('CPU is what was used between the last two measurements', () => {
  const server = metricsServer();
  const pods = [servingPod('a', -100)];
  server.scrape(pods);
  expect(server.samples.cpu.get('a')).toEqual({ value: 0, timestamp: -10_000, window: 10_000 });
  server.measure(busy(0));
  server.scrape(pods);
  expect(server.samples.cpu.get('a')).toEqual({ value: 0, timestamp: 0, window: 10_000 });
  server.measure(busy(10));
  server.scrape(pods);
  expect(server.samples.cpu.get('a')).toEqual({ value: 500, timestamp: 10_000, window: 10_000 });
  server.measure(busy(20));
  server.measure(busy(30));
  server.scrape(pods);
  expect(server.samples.cpu.get('a')).toEqual({ value: 500, timestamp: 30_000, window: 20_000 });
});

test('a scrape without a new measurement keeps the samples', () => {
  const server = metricsServer();
  const pods = [servingPod('a', -100)];
  server.measure(busy(0));
  server.measure(busy(10));
  server.scrape(pods);
  const before = new Map(server.samples.cpu);
  server.scrape(pods);
  expect(new Map(server.samples.cpu)).toEqual(before);
});

test('a new pod needs two measurements, or an age between 10 s and the resolution', () => {
  const server = metricsServer();
  server.measure(busy(0));
  server.scrape([]);
  const [before, young, ripe, pending] = [
    servingPod('before', -1, 5),
    servingPod('young', 6),
    servingPod('ripe', 10, 12),
    servingPod('pending', Infinity, Infinity),
  ];
  server.measure(busy(10));
  server.measure(busy(20));
  server.scrape([before, young, ripe, pending].filter((pod) => pod !== young));
  expect([...server.samples.cpu.keys()]).toEqual(['before', 'ripe']);
  server.scrape([young]);
  expect(server.samples.cpu.get('young')).toMatchObject({ window: 14_000 });
  const early = metricsServer();
  early.measure(busy(10));
  early.scrape([young]);
  expect(early.samples.cpu.size).toBe(0);
});

test('CPU of the boot counts, and none of before the start', () => {
  const server = metricsServer();
  server.measure(busy(10));
  server.scrape([]);
  const pod = servingPod('a', 10, 14);
  pod.servedFrom = { work: 7, requests: 0, latency: 0 };
  server.measure(busy(20));
  server.scrape([pod]);
  // 4 s of boot on half a core, then 3 s of requests.
  expect(server.samples.cpu.get('a')).toEqual({ value: 500, timestamp: 20_000, window: 10_000 });
});

test('memory is measured where somebody asks for it', () => {
  const pods = [servingPod('a', -100), servingPod('idle', -100, Infinity)];
  const server = metricsServer(true);
  server.measure(busy(10));
  server.scrape(pods);
  expect(server.samples.memory.get('a')).toEqual({ value: 1_030_000, timestamp: 10_000, window: 30_000 });
  expect(server.samples.memory.get('idle')?.value).toBe(1_000_000);
  expect(metricsServer().samples.memory.size).toBe(0);
});
