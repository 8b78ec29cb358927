import { apply, removeFiles } from './kubernetes/apply';
import { manifestFiles, labFiles } from './charts/labs';
import { kubectl } from './kubernetes/kubectl';
import { allObjects } from './kubernetes/objects';
import { installPlatform } from './kubernetes/platform';

/** What a controller makes and does not own. */
const LEFT_BY_CONTROLLERS: Readonly<Record<string, string>> = {
  'Service/kube-system/operated-kubelet': 'prometheus-operator makes it for its kubelet targets, and never removes it',
};

/** With controllers that run, what they made for themselves has to go as well: Secrets, autoscalers, finalizers, Leases. */
describe('kubectl delete of everything, stage after stage in the opposite order', () => {
  test('leaves nothing of what was applied, and nothing of what the controllers made', async () => {
    await installPlatform();
    const files = manifestFiles(await labFiles()).filter((file) => !file.includes('metallb'));
    await apply(files);
    const namespaces = await kubectl('get', 'namespaces', '--output=name');
    await removeFiles(files);
    const remaining = await allObjects();
    expect(remaining.filter((object) => !isOfTheCluster(object) && !(object in LEFT_BY_CONTROLLERS))).toEqual([]);
    expect(namespaces.split('\n').length).toBeGreaterThan(
      (await kubectl('get', 'namespaces', '--output=name')).split('\n').length,
    );
  });
});

function isOfTheCluster(object: string): boolean {
  return /\/system:[^/]+$/.test(object) || !OURS.test(object);
}

const OURS =
  /keda|prometheus|monitoring|metrics-server|nginx|ingress|grafana|alertmanager|operated|cpu-autoscaling|custom-metrics|exposing|zero-downtime/;
