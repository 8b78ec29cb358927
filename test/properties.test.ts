import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { AppImage, ClusterProfile, DisruptionBudget, Exposure, HealthCheck, Rollout, ScalableWebApp } from '../lib';
import { fields, list, type Manifest } from '../lib/checks';
import { quantityValue } from '../lib/kubernetes/quantity';
import { dnsLabelProblem, labelKeyProblem, labelValueProblem } from '../lib/validation';
import { schemaProblems } from './support/schema';
import { chartOn, only, synthesize } from './support/synthesize';

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/);
const port = fc.integer({ min: 1, max: 65535 });
const seconds = (min: number, max: number) => fc.integer({ min, max }).map((amount) => Duration.seconds(amount));
const check = fc.oneof(
  fc.constantFrom(HealthCheck.tcp(), HealthCheck.none('a reason')),
  fc
    .record({ period: seconds(1, 60), timeout: seconds(1, 60), failureThreshold: fc.integer({ min: 1, max: 9 }) })
    .map((options) => HealthCheck.http('/ready', options)),
  fc.constant(HealthCheck.command(['true'])),
);

/** Props that a user may write, and what scales the app. cdk8s cannot render a label `constructor`, and `app` is taken. */
const valid = fc.record({
  name,
  kubernetes: fc.integer({ min: 28, max: 37 }).map((minor) => `1.${minor}`),
  port,
  uid: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  servicePort: fc.option(port, { nil: undefined }),
  nodePort: fc.option(fc.integer({ min: 30000, max: 32767 }), { nil: undefined }),
  cpu: fc.integer({ min: 1, max: 4000 }),
  cpuLimitFactor: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  memory: fc.integer({ min: 1, max: 65536 }),
  pause: fc.integer({ min: 0, max: 300 }),
  grace: fc.integer({ min: 1, max: 300 }),
  readiness: fc.option(check, { nil: undefined }),
  liveness: fc.option(check, { nil: undefined }),
  startup: fc.option(check, { nil: undefined }),
  writable: fc.uniqueArray(fc.constantFrom('/tmp', '/data', '/var/cache/app'), { maxLength: 3 }),
  label: fc.record({
    key: fc.stringMatching(/^[a-z]{1,20}$/).filter((key) => key !== 'constructor' && key !== 'app'),
    value: fc.stringMatching(/^[A-Za-z0-9]{0,63}$/),
  }),
  min: fc.integer({ min: 1, max: 20 }),
  more: fc.integer({ min: 0, max: 50 }),
  utilization: fc.integer({ min: 1, max: 500 }),
  scaled: fc.boolean(),
  budget: fc.constantFrom(undefined, DisruptionBudget.maxUnavailable('30%'), DisruptionBudget.none()),
});

type Valid = typeof valid extends fc.Arbitrary<infer T> ? T : never;

function manifestsOf(props: Valid): Manifest[] {
  const chart = chartOn(ClusterProfile.kind({ kubernetes: props.kubernetes }), props.name);
  const app = new ScalableWebApp(chart, props.name, {
    image: AppImage.of('acme/app:1', { port: props.port, uid: props.uid, writablePaths: props.writable }),
    exposure:
      props.nodePort === undefined
        ? Exposure.clusterIp({ ports: [{ port: props.servicePort }] })
        : Exposure.nodePort(props.nodePort, { port: props.servicePort }),
    cpu: {
      request: kplus.Cpu.millis(props.cpu),
      limit: props.cpuLimitFactor === undefined ? undefined : kplus.Cpu.millis(props.cpu * props.cpuLimitFactor),
    },
    memory: { request: Size.mebibytes(props.memory), limit: Size.mebibytes(props.memory) },
    readiness: props.readiness,
    liveness: props.liveness,
    startup: props.startup,
    rollout: Rollout.rolling({
      preStopPause: Duration.seconds(props.pause),
      gracePeriod: Duration.seconds(props.pause + props.grace),
    }),
    disruptionBudget: props.budget,
    labels: { [props.label.key]: props.label.value },
  });
  if (props.scaled) {
    app.scaleOnCpu(props.utilization, { minReplicas: props.min, maxReplicas: props.min + props.more });
  }
  return synthesize(chart);
}

test('valid props give manifests in which names are valid, selectors match, ports resolve and requests are within limits', () => {
  fc.assert(
    fc.property(valid, (props) => {
      const manifests = manifestsOf(props);
      const deployment = only(manifests, 'Deployment');
      const service = only(manifests, 'Service');
      const podLabels = fields(deployment, 'spec', 'template', 'metadata', 'labels');

      for (const { metadata } of manifests) {
        expect(dnsLabelProblem(String(metadata.name))).toBeUndefined();
        for (const [key, value] of Object.entries(fields(metadata, 'labels'))) {
          expect(labelKeyProblem(key)).toBeUndefined();
          expect(labelValueProblem(String(value))).toBeUndefined();
        }
      }
      for (const selector of [
        fields(deployment, 'spec', 'selector', 'matchLabels'),
        fields(service, 'spec', 'selector'),
        ...manifests
          .filter(({ kind }) => kind === 'PodDisruptionBudget')
          .map((budget) => fields(budget, 'spec', 'selector', 'matchLabels')),
      ]) {
        expect(Object.keys(selector)).not.toHaveLength(0);
        expect(podLabels).toMatchObject(selector);
      }
      const container = fields(list(deployment, 'spec', 'template', 'spec', 'containers')[0]);
      const containerPorts = list(container, 'ports').map((each) => fields(each).containerPort);
      for (const each of list(service, 'spec', 'ports')) expect(containerPorts).toContain(fields(each).targetPort);

      const requests = fields(container, 'resources', 'requests');
      for (const [resource, limit] of Object.entries(fields(container, 'resources', 'limits'))) {
        expect(quantityValue(String(requests[resource]))).toBeLessThanOrEqual(quantityValue(String(limit)) ?? NaN);
      }
      expect('replicas' in deployment.spec).toBe(!props.scaled);
    }),
    { numRuns: 200 },
  );
});

test('valid props give manifests that the Kubernetes API accepts field by field', () => {
  const samples = fc.sample(valid, { numRuns: 60, seed: 1 });
  expect(schemaProblems(samples.flatMap(manifestsOf))).toEqual([]);
});
