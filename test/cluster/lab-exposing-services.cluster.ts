import { replay } from '../../lib/simulation';
import { removeFiles } from './kubernetes/apply';
import { answers, curl, nodeAddress } from './kubernetes/http';
import { getObject, getObjects, type StoredObject } from './kubernetes/kubectl';
import { applyStages, stageFiles, untilAvailable } from './kubernetes/platform';
import { expectPermittedSteps, scaleTo, untilMeasured } from './kubernetes/scaling';
import { waitFor } from './kubernetes/wait';
import { Recorder, REPRODUCED } from './recorder/recorder';

const NAMESPACE = 'exposing-services';
const LAB = ['exposing-services'];

const RUN = {
  namespace: NAMESPACE,
  hpa: 'hpa-hname-pods',
  title: 'Lab exposing-services: ten curl loops on hpa-hname-pods (50 % of 10m CPU, 1 to 30 pods)',
  loadUnit: 'curl loops',
};

interface ServiceObject extends StoredObject {
  readonly spec: {
    readonly type: string;
    readonly clusterIP: string;
    readonly ports: readonly { readonly port: number; readonly nodePort?: number }[];
  };
}

/** On a node of its own the ingress controller is stand-ins/ingress.go, and nobody gives addresses to load balancers. */
describe('lab exposing-services', () => {
  let node: string;

  beforeAll(async () => {
    await applyStages(['00', '10'], ['metrics-server', 'ingress-nginx']);
    await applyStages(['00', '30', '40'], LAB);
    await untilAvailable(`--namespace=${NAMESPACE}`);
    await untilAvailable('--namespace=ingress-nginx');
    node = await nodeAddress();
  });

  afterAll(async () => removeFiles(await stageFiles(['00', '30', '40'], LAB)));

  test('section 1: the node port answers with the name of a pod, and with three of them after scaling', async () => {
    expect(await answers(`http://${node}:30000/`, 5)).toEqual(await podNames('np-pods'));
    await scaleTo(NAMESPACE, 'np-pods', 3);
    await waitFor({ seconds: 60, what: 'three pods answer' }, async () =>
      (await answers(`http://${node}:30000/`, 20)).length === 3 ? true : undefined,
    );
    expect(await answers(`http://${node}:30000/`, 40)).toEqual(await podNames('np-pods'));
  });

  test('section 1: the port that Kubernetes chose leads to the same pods', async () => {
    const { spec } = await service('np-svc-v2');
    expect(spec.ports[0]?.nodePort).toBeGreaterThanOrEqual(30000);
    expect(await answers(`http://${node}:${spec.ports[0]?.nodePort}/`, 40)).toEqual(await podNames('np-pods'));
  });

  test('section 2: the ingress controller leads / and /ip to their apps, by HTTP and HTTPS', async () => {
    await waitFor({ seconds: 60, what: 'the ingress controller answers' }, () => curl(`http://${node}:30100/`));
    const names = await podNames('in-hname-pod');
    for (const address of [`http://${node}:30100`, `https://${node}:30101`]) {
      expect(names).toContain(await curl('--insecure', `${address}/`));
      expect(await curl('--insecure', `${address}/ip`)).toMatch(/^request_method : GET \| ip_dest: [\d.]+$/);
      expect(await curl('--insecure', `${address}/ip/more`)).toMatch(/^request_method : GET/);
    }
  });

  test('section 4: Services of type LoadBalancer are admitted, and all pods behind one answer', async () => {
    for (const name of ['lb-hname-svc', 'lb-ip-svc', 'hpa-hname-svc']) {
      expect((await service(name)).spec.type).toBe('LoadBalancer');
    }
    await scaleTo(NAMESPACE, 'lb-hname-pods', 6);
    await untilAvailable(`--namespace=${NAMESPACE}`);
    const { spec } = await service('lb-hname-svc');
    expect(await answers(`http://${node}:${spec.ports[0]?.nodePort}/`, 80)).toEqual(await podNames('lb-hname-pods'));
    await scaleTo(NAMESPACE, 'lb-hname-pods', 1);
  });

  test('section 5: ten curl loops scale hpa-hname-pods in permitted steps', async () => {
    await untilMeasured(NAMESPACE, 'hpa-hname-pods');
    const recorder = await Recorder.record(RUN, async (run) => {
      await scaleTo(NAMESPACE, 'load', 10);
      run.load = 10;
      await waitFor({ seconds: 150, what: 'the app grows twice' }, () =>
        Promise.resolve(run.steps.length > 2 ? true : undefined),
      );
      await scaleTo(NAMESPACE, 'load', 0);
      run.load = 0;
    });
    recorder.save('exposing-services');
    expectPermittedSteps(recorder.steps);
    expect(recorder.highestMetric).toBeGreaterThan(50);
    expect(replay(recorder.recording).share).toBeGreaterThanOrEqual(REPRODUCED);
  });
});

async function podNames(app: string): Promise<string[]> {
  const pods = await getObjects('pods', `--namespace=${NAMESPACE}`, `--selector=app=${app}`);
  return pods
    .filter(({ metadata }) => !('deletionTimestamp' in metadata))
    .map(({ metadata }) => metadata.name)
    .sort();
}

function service(name: string): Promise<ServiceObject> {
  return getObject<ServiceObject>(`service/${name}`, `--namespace=${NAMESPACE}`);
}
