import { FALLBACK_REPLICAS, FAULTS, faultsFiles, SLOWNESS, writtenOf } from './charts/faults';
import { apply, removeFiles } from './kubernetes/apply';
import { getObject, getObjects, kubectl, kubectlError, type StoredObject } from './kubernetes/kubectl';
import { installPlatform, untilAvailable } from './kubernetes/platform';
import { hpaCondition, scaleTo, untilDesired, untilMeasured, waitForCondition } from './kubernetes/scaling';
import { siegeReport, startJob } from './kubernetes/siege';
import { pause, waitFor } from './kubernetes/wait';
import { Recorder } from './recorder/recorder';

const IN_NAMESPACE = `--namespace=${FAULTS}`;

interface Deployment extends StoredObject {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number };
}

interface Endpoints extends StoredObject {
  readonly endpoints: readonly { readonly conditions: { readonly ready: boolean } }[] | null;
}

describe('what happens when something fails', () => {
  let files: string[];

  beforeAll(async () => {
    await installPlatform();
    files = await faultsFiles();
    for (const file of files) await waitFor({ seconds: 60, what: `${file} is accepted` }, () => apply([file]));
    await untilMeasured(FAULTS, 'by-cpu');
    await untilMeasured(FAULTS, 'keda-hpa-by-query');
    await untilMeasured(FAULTS, 'keda-hpa-with-fallback');
    await waitFor({ seconds: 60, what: 'both are at 2 replicas' }, async () =>
      (await replicas('by-query')) === 2 && (await replicas('with-fallback')) === 2 ? true : undefined,
    );
  });

  afterAll(async () => removeFiles(files));

  test('metrics-server down: the autoscaler says so, and leaves the replicas alone, whatever the load does', async () => {
    const title =
      'Curl loops on by-cpu (50 % CPU, 2 to 4 pods); metrics-server goes, then the loops, then it comes back';
    const recorder = await Recorder.record(recorded('by-cpu', title, 'curl loops'), async (run) => {
      await loaded(run, 'load-by-cpu', LOOPS);
      await untilDesired(run, 4, 180);
      await pause(20_000);
      run.failing('metrics-server');
      await scaleTo('kube-system', 'metrics-server', 0);
      try {
        const condition = await waitForCondition(FAULTS, 'by-cpu', 'ScalingActive', 'False', 120);
        expect(condition.reason).toBe('FailedGetResourceMetric');
        expect(condition.message).toMatch(/unable to (get|fetch) metrics|failed to get cpu utilization/);
        await loaded(run, 'load-by-cpu', 0);
        await pause(30_000);
        expect(run.now.desired).toBe(4);
      } finally {
        await scaleTo('kube-system', 'metrics-server', 1);
        run.mended();
      }
      await untilDesired(run, 2, 240);
    });
    recorder.saveFault('metrics-server', writtenOf(files, 'by-cpu'), PODS);
    expect(recorder.steps).toEqual([2, 4, 2]);
  });

  test('a start that takes ten times as long: nothing goes up on pods that are not ready, or down because of them', async () => {
    const title = 'Curl loops on slow (50 % CPU, 1 to 3 pods), whose new pods wait before they start';
    const recorder = await Recorder.record(recorded('slow', title, 'curl loops'), async (run) => {
      run.failing('slow-start');
      await slowness(10 * START_SECONDS - (START_SECONDS - 1)); // all of it takes ten times as long
      await loaded(run, 'load-slow', LOOPS);
      await untilDesired(run, 3, 180);
      await waitFor({ seconds: 180, what: 'all pods are ready' }, () =>
        Promise.resolve(run.now.ready === 3 ? true : undefined),
      );
      run.mended();
      await slowness(1);
      await loaded(run, 'load-slow', 0);
      await untilDesired(run, 1, 180);
    });
    recorder.saveFault('slow-start', writtenOf(files, 'slow'), { ...PODS, startSeconds: START_SECONDS });
    expect(recorder.mostDesired).toBe(3);
  });

  test('Prometheus down: without a fallback the replicas stay, with one they are its', async () => {
    const title = 'A query that says 2, with a fallback to 3 replicas; Prometheus goes and comes back';
    const seen = new Set<number>();
    const recorder = await Recorder.record(recorded('keda-hpa-with-fallback', title, 'nothing'), async (run) => {
      await pause(20_000);
      run.failing('prometheus');
      await scaleTo('monitoring', 'prometheus-server', 0);
      try {
        await waitFor({ seconds: 150, what: 'the fallback sets in' }, async () => {
          seen.add(await replicas('by-query'));
          return (await replicas('with-fallback')) === FALLBACK_REPLICAS ? true : undefined;
        });
        expect(await hpaCondition(FAULTS, 'keda-hpa-by-query', 'ScalingActive')).toMatchObject({
          status: 'False',
          reason: 'FailedGetExternalMetric',
        });
        expect([...seen]).toEqual([2]);
      } finally {
        await scaleTo('monitoring', 'prometheus-server', 1);
      }
      await untilAvailable('--namespace=monitoring');
      run.mended();
      await waitFor({ seconds: 120, what: 'the way back from the fallback' }, async () =>
        (await replicas('with-fallback')) === 2 ? true : undefined,
      );
      await pause(10_000);
    });
    recorder.saveFault('prometheus', writtenOf(files, 'with-fallback'), ANSWERED);
    await waitForCondition(FAULTS, 'keda-hpa-by-query', 'ScalingActive', 'True', 60);
    expect(await replicas('by-query')).toBe(2);
  });

  test("KEDA's operator restarted: nothing goes to zero, and the metric comes back", async () => {
    const title = "A query that says 2; KEDA's operator is restarted";
    const recorder = await Recorder.record(recorded('keda-hpa-by-query', title, 'nothing'), async (run) => {
      await pause(15_000);
      run.failing('keda');
      await kubectl('rollout', 'restart', 'deployment/keda-operator', '--namespace=keda');
      await waitFor({ seconds: 120, what: 'the operator is back' }, async () => {
        const status = await kubectl(
          'rollout',
          'status',
          'deployment/keda-operator',
          '--namespace=keda',
          '--timeout=1s',
        );
        return status.includes('successfully rolled out') ? true : undefined;
      });
      run.mended();
      await waitForCondition(FAULTS, 'keda-hpa-by-query', 'ScalingActive', 'True', 120);
      await pause(20_000);
    });
    recorder.saveFault('keda', writtenOf(files, 'by-query'), ANSWERED);
    expect(recorder.steps).toEqual([2]);
  });

  test('a rollout of a scaled app with an image that nobody has: the replicas stay, the old pods serve', async () => {
    const title =
      'Curl loops on by-cpu (50 % CPU, 2 to 4 pods); a version whose image nobody has, taken back after a while';
    const recorder = await Recorder.record(recorded('by-cpu', title, 'curl loops'), async (run) => {
      await loaded(run, 'load-by-cpu', LOOPS);
      await untilDesired(run, 4, 180);
      await pause(10_000);
      run.failing('bad-image');
      await kubectl('set', 'image', 'deployment/by-cpu', 'by-cpu=registry.invalid/nothing:1.0.0', IN_NAMESPACE);
      await pause(45_000);
      expect(run.now).toMatchObject({ desired: 4, ready: 4 });
      await kubectl('rollout', 'undo', 'deployment/by-cpu', IN_NAMESPACE);
      run.mended();
      await pause(20_000);
      await loaded(run, 'load-by-cpu', 0);
      await untilDesired(run, 2, 180);
    });
    recorder.saveFault('bad-image', writtenOf(files, 'by-cpu'), PODS);
    expect(recorder.steps).toEqual([2, 4, 2]);
  });

  test('a pod that never gets ready: no request reaches it, and nothing scales on it', async () => {
    const slices = await getObjects<Endpoints>(
      'endpointslices',
      IN_NAMESPACE,
      '--selector=kubernetes.io/service-name=never-ready',
    );
    const ready = slices.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions.ready);
    expect(ready).toEqual([]);
    expect((await getObject<Deployment>('deployment/never-ready', IN_NAMESPACE)).status.readyReplicas).toBeUndefined();
    expect(await replicas('never-ready')).toBe(1);
    expect(await kubectlError('rollout', 'status', 'deployment/never-ready', IN_NAMESPACE, '--timeout=1s')).toMatch(
      /timed out|exceeded its progress deadline/,
    );
  });

  test('a rollout with an image that nobody has: the old pods serve on, and no request is lost', async () => {
    await startJob(FAULTS, 'siege-served');
    await pause(5000);
    await kubectl('set', 'image', 'deployment/served', 'served=registry.invalid/nothing:1.0.0', IN_NAMESPACE);
    const reason = await waitFor({ seconds: 60, what: 'the kubelet says why' }, async () => {
      const pods = await getObjects<Pod>('pods', IN_NAMESPACE, '--selector=app=served');
      return pods
        .flatMap(({ status }) => status.containerStatuses ?? [])
        .map(({ state }) => state.waiting?.reason)
        .find((each) => each !== undefined && each !== 'ContainerCreating');
    });
    expect(reason).toMatch(/ErrImagePull|ImagePullBackOff/);
    expect((await getObject<Deployment>('deployment/served', IN_NAMESPACE)).status.readyReplicas).toBe(2);
    expect(await siegeReport(FAULTS, 'siege-served', 180)).toMatchObject({ failed: 0, availability: 100 });
    await kubectl('rollout', 'undo', 'deployment/served', IN_NAMESPACE);
    await kubectl('rollout', 'status', 'deployment/served', IN_NAMESPACE, '--timeout=60s');
  });
});

const LOOPS = 3;
/** What is known of these pods without measuring: the loops keep them at their limit, and they start within seconds. */
const PODS = { cpuPerRequest: 0.02, startSeconds: 2 } as const;
/** Seconds until a pod of `slow` runs, one of which it waits. */
const START_SECONDS = 3;
/** What the query says while it is answered. */
const ANSWERED = { metrics: { 's0-prometheus': 2 }, startSeconds: 2 } as const;

function recorded(hpa: string, title: string, loadUnit: string) {
  return { namespace: FAULTS, hpa, title, loadUnit };
}

/** So many curl loops from now on. */
async function loaded(run: Recorder, deployment: string, loops: number): Promise<void> {
  await scaleTo(FAULTS, deployment, loops);
  run.load = loops;
}

/** Seconds that new pods of `slow` wait. */
async function slowness(seconds: number): Promise<void> {
  const data = JSON.stringify({ data: { seconds: String(seconds) } });
  await kubectl('patch', `configmap/${SLOWNESS}`, IN_NAMESPACE, `--patch=${data}`);
}

interface Pod extends StoredObject {
  readonly status: {
    readonly containerStatuses?: readonly { readonly state: { readonly waiting?: { readonly reason: string } } }[];
  };
}

async function replicas(deployment: string): Promise<number> {
  return (await getObject<Deployment>(`deployment/${deployment}`, IN_NAMESPACE)).spec.replicas;
}
