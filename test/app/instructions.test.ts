import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AppImage, ClusterProfile, CurlLoadLoop, Exposure, ScalableWebApp, SiegeLoadJob } from '../../lib';
import { chart } from '../ingress/manifests';

const CPU = { request: Cpu.millis(100) };

test('an app tells how to open each of its Services, and how to watch it scale', () => {
  const app = new ScalableWebApp(chart(ClusterProfile.kind()), 'shop', {
    image: AppImage.podinfo(),
    cpu: CPU,
    memory: { request: Size.mebibytes(64) },
    exposure: Exposure.nodePort(30009),
  });
  app.exposeAs('shop-v2', Exposure.nodePort(30010));
  app.scaleOnCpu(50, { maxReplicas: 5 });
  expect(app.instructions().map(({ title, commands }) => ({ title, commands }))).toEqual([
    { title: 'Open app "shop"', commands: ['curl http://localhost:30009/'] },
    { title: 'Open app "shop" through Service "shop-v2"', commands: ['curl http://localhost:30010/'] },
    {
      title: 'Watch app "shop" scale',
      commands: ['kubectl --namespace=shop get horizontalpodautoscaler shop --watch'],
    },
  ]);
});

test('an image says which of its pages shows something', () => {
  const app = new ScalableWebApp(chart(ClusterProfile.kind()), 'order', {
    image: AppImage.order(),
    exposure: Exposure.nodePort(30009),
  });
  expect(app.instructions()[0]?.commands).toEqual(['curl http://localhost:30009/orders']);
});

test('a load loop tells how to start and stop it', () => {
  const scope = chart();
  const target = new ScalableWebApp(scope, 'shop', { image: AppImage.podinfo() }).endpoint();
  const loop = new CurlLoadLoop(scope, 'load', { target, parallelism: 0 });
  expect(loop.instructions().flatMap(({ commands }) => commands)).toEqual([
    'kubectl --namespace=shop scale deployment load --replicas=10',
    'kubectl --namespace=shop scale deployment load --replicas=0',
  ]);
});

test.each([
  [true, ['kubectl --namespace=shop patch job siege --patch=\'{"spec":{"suspend":false}}\'']],
  [false, []],
])('a siege that is suspended: %s tells how to run it and to read its verdict', (suspended, first) => {
  const scope = chart();
  const target = new ScalableWebApp(scope, 'shop', { image: AppImage.podinfo() }).endpoint();
  const job = new SiegeLoadJob(scope, 'siege', { target, concurrency: 1, time: Duration.seconds(1), suspended });
  expect(job.instructions().flatMap(({ commands }) => commands)).toEqual([
    ...first,
    'kubectl --namespace=shop logs job/siege --follow --pod-running-timeout=2m',
  ]);
});
