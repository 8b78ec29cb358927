import { replay } from '../../lib/simulation';
import { ROLLOUT_SECONDS, rolloutSieges } from './charts/rollouts';
import { NEXT_NGINX } from './environment/next-image';
import { apply, removeFiles } from './kubernetes/apply';
import { kubectl } from './kubernetes/kubectl';
import { applyStages, stageFiles, untilAvailable } from './kubernetes/platform';
import { expectPermittedSteps, scaleTo, untilMeasured, untilSteady } from './kubernetes/scaling';
import { readReport, siegeReport, startJob } from './kubernetes/siege';
import { pause, waitFor } from './kubernetes/wait';
import { Recorder, REPRODUCED } from './recorder/recorder';

const NAMESPACE = 'zero-downtime';
const LAB = ['zero-downtime'];
const IN_NAMESPACE = `--namespace=${NAMESPACE}`;

const RUN = {
  namespace: NAMESPACE,
  hpa: 'order',
  title: 'Lab zero-downtime: siege with 20 users on order (50 % CPU, 1 to 3 pods)',
  loadUnit: 'users of siege',
};

describe('lab zero-downtime', () => {
  beforeAll(async () => {
    await applyStages(['10'], ['metrics-server']);
    await applyStages(['00', '30', '40'], LAB);
    await untilAvailable(IN_NAMESPACE);
    await kubectl('wait', '--for=condition=Ready', 'pod/siege', IN_NAMESPACE, '--timeout=60s');
  });

  afterAll(async () => removeFiles(await stageFiles(['00', '30', '40'], LAB)));

  test('siege in its pod reaches the service', async () => {
    const url = 'http://order.zero-downtime.svc.cluster.local:8080/orders';
    const log = await waitFor({ seconds: 30, what: 'siege reports no failure' }, async () => {
      const report = await kubectl('exec', 'siege', IN_NAMESPACE, '--', 'sh', '-c', `siege -c1 -t2S -d1 ${url} 2>&1`);
      return readReport(report).failed === 0 ? report : undefined;
    });
    expect(readReport(log)).toMatchObject({ failed: 0, availability: 100 });
  });

  test('20 users scale order out, and no request fails', async () => {
    await untilMeasured(NAMESPACE, 'order');
    const recorder = await Recorder.record(RUN, async (run) => {
      await startJob(NAMESPACE, 'siege-scale-out');
      run.load = 20;
      await untilSteady(run, 3, 170);
      const report = await siegeReport(NAMESPACE, 'siege-scale-out', 240);
      run.load = 0;
      expect(report).toMatchObject({ failed: 0, availability: 100 });
      expect(report.verdict).toMatch(/^verdict: PASSED, availability 100\.00 %/);
    });
    recorder.save('zero-downtime');
    expectPermittedSteps(recorder.steps);
    expect(recorder.mostDesired).toBeGreaterThanOrEqual(2);
    expect(replay(recorder.recording).share).toBeGreaterThanOrEqual(REPRODUCED);
  });

  test('a new image and a way down lose requests without a readiness probe, and none with one and our defaults', async () => {
    for (const service of ['order-without-readiness', 'order-with-readiness']) await scaleTo(NAMESPACE, service, 2);
    await untilAvailable(IN_NAMESPACE);
    await apply(await rolloutSieges());
    await pause(10_000);
    for (const service of ['order-without-readiness', 'order-with-readiness']) {
      await kubectl('set', 'image', `deployment/${service}`, `${service}=${NEXT_NGINX}`, IN_NAMESPACE);
    }
    await kubectl(
      'rollout',
      'status',
      'deployment/order-with-readiness',
      IN_NAMESPACE,
      `--timeout=${ROLLOUT_SECONDS}s`,
    );
    await pause(5_000);
    for (const service of ['order-without-readiness', 'order-with-readiness']) await scaleTo(NAMESPACE, service, 1);

    const without = await siegeReport(NAMESPACE, 'siege-20-order-without-readiness', 240);
    const withReadiness = await siegeReport(NAMESPACE, 'siege-20-order-with-readiness', 240);
    expect(without.verdict).toMatch(/^verdict: FAILED/);
    expect(without.failed).toBeGreaterThan(0);
    expect(withReadiness).toMatchObject({ failed: 0, availability: 100 });
    expect(withReadiness.verdict).toMatch(/^verdict: PASSED, availability 100\.00 %/);
    expect(withReadiness.transactions).toBeGreaterThan(20 * ROLLOUT_SECONDS);
  });
});
