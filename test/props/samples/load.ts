import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Sample } from '../sample';

const RESOURCES = {
  cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

export const LOAD_SAMPLES: readonly Sample[] = [
  {
    name: 'curl, siege and the probe of metrics',
    build: (lib, chart) => {
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      const target = lib.Endpoint.ofService(chart, app.service, {
        portName: 'http',
        path: '/a',
        host: 'shop.example.com',
      });
      new lib.CurlLoadLoop(chart, 'curl', {
        target,
        name: 'loop',
        parallelism: 2,
        pause: Duration.seconds(1),
        image: 'acme/curl:8',
        ...RESOURCES,
      });
      const siege = { target, concurrency: 10, time: Duration.seconds(30), delay: Duration.seconds(1) };
      new lib.SiegeLoadJob(chart, 'siege', {
        ...siege,
        name: 'siege-job',
        availability: 99,
        patience: Duration.seconds(60),
        suspended: true,
        image: 'acme/siege:4',
        ...RESOURCES,
      });
      const pod = new lib.SiegeLoadPod(chart, 'pod', { name: 'siege-pod', image: 'acme/siege:4', ...RESOURCES });
      pod.execCommand(siege);
      new lib.MetricsProbe(chart, 'probe', {
        target,
        metrics: ['http_requests_total'],
        patience: Duration.seconds(60),
        name: 'metrics-probe',
        suspended: true,
        image: 'acme/curl:8',
        ...RESOURCES,
      });
    },
  },
  {
    name: 'LocustLoadTest with a web UI',
    build: (lib, chart) => {
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      const request = { weight: 2, name: 'home', host: 'shop.example.com', headers: { accept: 'text/html' } };
      const locust = new lib.LocustLoadTest(chart, 'locust', {
        target: app.endpoint(),
        tasks: [
          lib.LocustTask.get('/', request),
          lib.LocustTask.delete('/a', request),
          lib.LocustTask.post('/a', { ...request, body: '{}' }),
          lib.LocustTask.put('/a', { ...request, body: '{}' }),
        ],
        users: 100,
        spawnRate: 10,
        minPause: Duration.seconds(1),
        maxPause: Duration.seconds(2),
        nodePort: 30015,
        workers: 2,
        maxFailures: 1,
        name: 'locust-ui',
        image: 'acme/locust:2',
        ...RESOURCES,
      });
      locust.scaleWorkersOnCpu(60, { minReplicas: 1, maxReplicas: 5 });
    },
  },
  {
    name: 'LocustLoadTest as a Job',
    build: (lib, chart) => {
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      new lib.LocustLoadTest(chart, 'locust', {
        target: app.endpoint(),
        locustfile: 'from locust import HttpUser',
        users: 100,
        spawnRate: 10,
        duration: Duration.minutes(1),
        percentiles: [{ percentile: 95, maxResponseTime: Duration.millis(500) }],
        suspended: true,
      });
    },
  },
];
