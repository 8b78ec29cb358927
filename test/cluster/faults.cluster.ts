import { FALLBACK_REPLICAS, FAULTS, faultsFiles } from './charts/faults';
import { apply, removeFiles } from './kubernetes/apply';
import { getObject, getObjects, kubectl, kubectlError, type StoredObject } from './kubernetes/kubectl';
import { installPlatform, untilAvailable } from './kubernetes/platform';
import { hpaCondition, scaleTo, untilMeasured, waitForCondition } from './kubernetes/scaling';
import { siegeReport, startJob } from './kubernetes/siege';
import { pause, waitFor } from './kubernetes/wait';

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

  test('metrics-server down: the autoscaler says so, and leaves the replicas alone', async () => {
    await scaleTo('kube-system', 'metrics-server', 0);
    try {
      const condition = await waitForCondition(FAULTS, 'by-cpu', 'ScalingActive', 'False', 120);
      expect(condition.reason).toBe('FailedGetResourceMetric');
      expect(condition.message).toMatch(/unable to (get|fetch) metrics|failed to get cpu utilization/);
      expect(await replicas('by-cpu')).toBe(2);
    } finally {
      await scaleTo('kube-system', 'metrics-server', 1);
    }
    await waitForCondition(FAULTS, 'by-cpu', 'ScalingActive', 'True', 120);
    expect(await replicas('by-cpu')).toBe(2);
  });

  test('Prometheus down: without a fallback the replicas stay, with one they are its', async () => {
    await scaleTo('monitoring', 'prometheus-server', 0);
    const seen = new Set<number>();
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
    await waitFor({ seconds: 120, what: 'the way back from the fallback' }, async () =>
      (await replicas('with-fallback')) === 2 ? true : undefined,
    );
    await waitForCondition(FAULTS, 'keda-hpa-by-query', 'ScalingActive', 'True', 60);
    expect(await replicas('by-query')).toBe(2);
  });

  test("KEDA's operator restarted: nothing goes to zero, and the metric comes back", async () => {
    const seen = new Set<number>();
    await kubectl('rollout', 'restart', 'deployment/keda-operator', '--namespace=keda');
    await waitFor({ seconds: 120, what: 'the operator is back' }, async () => {
      seen.add(await replicas('by-query'));
      const status = await kubectl('rollout', 'status', 'deployment/keda-operator', '--namespace=keda', '--timeout=1s');
      return status.includes('successfully rolled out') ? true : undefined;
    });
    await waitForCondition(FAULTS, 'keda-hpa-by-query', 'ScalingActive', 'True', 120);
    seen.add(await replicas('by-query'));
    expect([...seen]).toEqual([2]);
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
      /timed out/,
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

interface Pod extends StoredObject {
  readonly status: {
    readonly containerStatuses?: readonly { readonly state: { readonly waiting?: { readonly reason: string } } }[];
  };
}

async function replicas(deployment: string): Promise<number> {
  return (await getObject<Deployment>(`deployment/${deployment}`, IN_NAMESPACE)).spec.replicas;
}
