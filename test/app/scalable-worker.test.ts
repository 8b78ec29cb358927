import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  AutoscalingApp,
  DisruptionBudget,
  Exposure,
  F5NginxIngressStack,
  HealthCheck,
  KedaTrigger,
  MetricExporter,
  PodSpread,
  Rollout,
  ScalableWorker,
  type ScalableWorkerProps,
} from '../../lib';
import { fields, list, type Fields } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';
import { everyPodProp } from './every-pod-prop';

const IMAGE = AppImage.of('ghcr.io/acme/mailer:2.0.1', { uid: 10001 });
const CPU = { request: kplus.Cpu.millis(200) };

function podOf(deployment: Fields): Fields {
  return fields(deployment, 'spec', 'template', 'spec');
}

function podWith(props: Partial<ScalableWorkerProps>): Fields {
  const chart = chartOn();
  new ScalableWorker(chart, 'mailer', { image: IMAGE, ...props });
  return podOf(only(synthesize(chart), 'Deployment'));
}

test('an image without a port is enough, and there is no Service', () => {
  const chart = chartOn();
  new ScalableWorker(chart, 'mailer', { image: IMAGE });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'PodDisruptionBudget']);
  expect(manifests).toMatchSnapshot();
});

test('every prop reaches a manifest', () => {
  const props: Required<ScalableWorkerProps> = {
    ...everyPodProp(),
    image: IMAGE,
    name: 'sender',
    replicas: 3,
    cpu: CPU,
    memory: { request: Size.mebibytes(64) },
    readiness: HealthCheck.command(['mailer', 'ready']),
    liveness: HealthCheck.command(['mailer', 'alive']),
    startup: HealthCheck.command(['mailer', 'started']),
    environment: { QUEUE: kplus.EnvValue.fromValue('mails') },
    longestTask: Duration.minutes(5),
    rollout: Rollout.rolling({ maxSurge: '50%', maxUnavailable: 0, minReady: Duration.seconds(3) }),
    disruptionBudget: DisruptionBudget.maxUnavailable(2),
    spread: [PodSpread.overZones()],
    labels: { team: 'mail' },
    annotations: { 'acme.com/owner': 'mail' },
  };
  const chart = chartOn();
  new ScalableWorker(chart, 'mailer', props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();

  const deployment = only(manifests, 'Deployment', 'sender');
  expect(deployment.spec).toMatchObject({
    replicas: 3,
    minReadySeconds: 3,
    strategy: { rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
  });
  expect(podOf(deployment).terminationGracePeriodSeconds).toBe(305);
  for (const { metadata } of manifests) {
    expect(metadata).toMatchObject({
      labels: { app: 'sender', team: 'mail' },
      annotations: { 'acme.com/owner': 'mail' },
    });
  }
});

describe('stopping', () => {
  test('a worker is told at once, and has a minute to end what it has in hand', () => {
    const pod = podWith({});
    expect(pod.terminationGracePeriodSeconds).toBe(60);
    expect(fields(list(pod, 'containers')[0])).not.toHaveProperty('lifecycle');
  });

  test('the longest task says how long a pod has, whatever else the rollout says', () => {
    const longestTask = Duration.minutes(30);
    expect(podWith({ longestTask }).terminationGracePeriodSeconds).toBe(1805);
    expect(podWith({ longestTask, rollout: Rollout.recreate() }).terminationGracePeriodSeconds).toBe(1805);
  });

  test('a rollout that gives less than the longest task is an error', () => {
    const rollout = Rollout.rolling({ gracePeriod: Duration.seconds(30) });
    expect(messageOf(() => podWith({ longestTask: Duration.minutes(1), rollout }))).toBe(
      `[test/mailer] The worker "mailer" may need 60 s for a task, and its rollout gives a pod 30 s to stop.
    why: The pod is killed in the middle of the task: it is lost, or done twice.
    fix: Leave gracePeriod out of the rollout: it is then 65 s.`,
    );
  });
});

describe('checks', () => {
  test('there are none unless they are asked for', () => {
    const [container] = list(podWith({}), 'containers');
    expect(Object.keys(fields(container)).filter((field) => field.endsWith('Probe'))).toEqual([]);
  });

  test('one at a port that the image does not have is an error', () => {
    expect(messageOf(() => podWith({ liveness: HealthCheck.http('/healthz') }))).toBe(
      `[test/mailer] The liveness check connects to the port of an image that has none.
    why: Nothing says where the kubelet has to ask.
    fix: Name a port, such as HealthCheck.http(path, { port: 8080 }), or use HealthCheck.command.`,
    );
  });
});

describe('scaling', () => {
  test('on a queue makes a ScaledObject of the trigger', () => {
    const chart = chartOn();
    const worker = new ScalableWorker(chart, 'mailer', { image: IMAGE });
    const trigger = KedaTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', timezone: 'Asia/Seoul', replicas: 3 });
    const scaler = worker.scaleOnQueue(trigger, { minReplicas: 0, maxReplicas: 30 });
    expect(scaler.name).toBe('mailer');
    const manifests = synthesize(chart);
    expect(only(manifests, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(only(manifests, 'ScaledObject').spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'mailer' },
      minReplicaCount: 0,
      maxReplicaCount: 30,
      triggers: [{ type: 'cron' }],
    });
  });

  test('on CPU works as for every app', () => {
    const chart = chartOn();
    new ScalableWorker(chart, 'mailer', { image: IMAGE, cpu: CPU }).scaleOnCpu(70, { maxReplicas: 5 });
    expect(only(synthesize(chart), 'HorizontalPodAutoscaler').metadata.labels).toMatchObject({
      'app.kubernetes.io/component': 'worker',
    });
  });

  test('twice is an error', () => {
    const worker = new ScalableWorker(chartOn(), 'mailer', { image: IMAGE, cpu: CPU });
    worker.scaleOnTriggers([KedaTrigger.cpuUtilization(50)], { maxReplicas: 5 });
    expect(messageOf(() => worker.scaleOnCpu(50, { maxReplicas: 5 }))).toContain(
      'Deployment "mailer" is scaled by ScaledObject "mailer" (test/mailer/scaler) already',
    );
  });
});

describe('a Service', () => {
  test('is what a route needs and a worker does not have', () => {
    const chart = chartOn();
    const ingress = new F5NginxIngressStack(chart, 'ingress');
    const worker = new ScalableWorker(chart, 'mailer', { image: IMAGE });
    expect(messageOf(() => worker.routeThrough(ingress, { host: 'mail.example.com' }))).toBe(
      `[test/mailer] The worker "mailer" is routed to from "mail.example.com", and has no Service.
    why: A worker asks for its work itself: there is no port that a request could be sent to.
    fix: Make it a ScalableWebApp with the port of its image. Ports beside the work, such as metrics, are exposed with exposeAs.`,
    );
  });

  test('can lead to its metrics', () => {
    const chart = chartOn();
    const image = AppImage.of('acme/mailer:1', {
      uid: 1,
      additionalPorts: [{ name: 'metrics', port: 9090 }],
      requests: MetricExporter.PODINFO.counter('http_requests_total'),
    });
    const worker = new ScalableWorker(chart, 'mailer', { image });
    worker.exposeAs('mailer-metrics', Exposure.clusterIp({ ports: [{ name: 'metrics', port: 9090 }] }));
    expect(only(synthesize(chart), 'Service').spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'mailer' },
      ports: [{ name: 'metrics', port: 9090, targetPort: 9090 }],
    });
    expect(worker.instructions()).toMatchObject([{ title: 'Open app "mailer" through Service "mailer-metrics"' }]);
  });

  test('without a port to lead to is an error', () => {
    const worker = new ScalableWorker(chartOn(), 'mailer', { image: IMAGE });
    expect(messageOf(() => worker.exposeAs('mailer', Exposure.clusterIp()))).toBe(
      `[test/mailer] Service "mailer" leads to the port of an image that has none.
    why: Nothing listens there.
    fix: Say which one the image listens on, such as AppImage.of(…, { port: 8080, … }).`,
    );
  });
});

test('its sample is without findings in an app of its own', () => {
  const chart = chartOn();
  new ScalableWorker(chart, 'mailer', { image: IMAGE, cpu: CPU }).scaleOnCpu(70, { maxReplicas: 5 });
  expect(chart.node.root).toBeInstanceOf(AutoscalingApp);
  expect(() => (chart.node.root as AutoscalingApp).synthYaml()).not.toThrow();
});

test.each([1, 1500])('a task of %i ms is no whole number of seconds, and told as that', (milliseconds) => {
  const message = messageOf(() => podWith({ longestTask: Duration.millis(milliseconds) }));
  expect(message).toContain(`The longest task is ${milliseconds / 1000} s.`);
});
