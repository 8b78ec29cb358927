import { replay } from '../../lib/simulation';
import { fastScaleDown, HALF_OF_THE_REQUEST } from './charts/fast-scale-down';
import { apply, removeFiles } from './kubernetes/apply';
import { getObjects, kubectl } from './kubernetes/kubectl';
import { applyStages, stageFiles, untilAvailable } from './kubernetes/platform';
import { expectPermittedSteps, scaleTo, untilDesired, untilMeasured, untilSteady } from './kubernetes/scaling';
import { Recorder, REPRODUCED } from './recorder/recorder';

const NAMESPACE = 'cpu-autoscaling';
const LAB = ['cpu-autoscaling'];

const RUN = {
  namespace: NAMESPACE,
  hpa: 'scalable-app',
  title:
    'Lab cpu-autoscaling: three curl loops on scalable-app (50 % CPU, 1 to 10 pods), then none and a shorter window',
  loadUnit: 'curl loops',
};

describe('lab cpu-autoscaling', () => {
  beforeAll(async () => {
    await applyStages(['10'], ['metrics-server']);
    await applyStages(['00', '30', '40'], LAB);
    await untilAvailable(`--namespace=${NAMESPACE}`);
  });

  afterAll(async () => removeFiles(await stageFiles(['00', '30', '40'], LAB)));

  test('scales manual-app by hand to 10 and back, without a rollout', async () => {
    await scaleTo(NAMESPACE, 'manual-app', 10);
    await kubectl('rollout', 'status', 'deployment/manual-app', `--namespace=${NAMESPACE}`, '--timeout=120s');
    const sets = await getObjects('replicasets', `--namespace=${NAMESPACE}`, '--selector=app=manual-app');
    expect(sets.map(({ spec }) => (spec as { readonly replicas: number }).replicas)).toEqual([10]);
    await scaleTo(NAMESPACE, 'manual-app', 1);
  });

  test('three curl loops drive CPU above 50 %, and scalable-app grows as far as the arithmetic says; without them it comes down to 1', async () => {
    await untilMeasured(NAMESPACE, 'scalable-app');
    const recorder = await Recorder.record(RUN, async (run) => {
      await scaleTo(NAMESPACE, 'load', 3);
      run.load = 3;
      await untilSteady(run, 10, 240);
      const log = await kubectl('logs', 'deployment/load', `--namespace=${NAMESPACE}`, '--tail=1');
      expect(log).toMatch(/[1-9]\d* answered, 0 failed/);

      await scaleTo(NAMESPACE, 'load', 0);
      run.load = 0;
      const scaler = { namespace: NAMESPACE, name: 'scalable-app', maxReplicas: 10, metric: HALF_OF_THE_REQUEST };
      await apply(await fastScaleDown(scaler));
      await untilDesired(run, 1, 180);
    });
    recorder.save('cpu-autoscaling');
    expectPermittedSteps(recorder.steps);
    expect(recorder.mostDesired).toBeGreaterThanOrEqual(4);
    expect(recorder.highestMetric).toBeGreaterThan(50);
    expect(replay(recorder.recording).share).toBeGreaterThanOrEqual(REPRODUCED);
  });
});
