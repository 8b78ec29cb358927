import { sharedVolume } from '../../../lib/checks/rules/shared-volume';
import { findings, hpa, object, workload, type WorkloadOptions } from '../objects';

const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
const claim = (...accessModes: string[]) => object('v1', 'PersistentVolumeClaim', 'data', { spec: { accessModes } });
const web = (options: WorkloadOptions = {}, kind = 'Deployment') =>
  workload(kind, 'web', { pod: { volumes }, ...options });
const told = (objects: Parameters<typeof findings>[1], nodes?: number): string[] =>
  findings(sharedVolume, objects, nodes === undefined ? {} : { capacity: { cpu: 8, memory: 2 ** 34, nodes } }).map(
    ({ severity, what }) => `${severity}: ${what.slice(what.indexOf(') ') + 2, 60)}`,
  );

test.each([
  ['under an autoscaler', [web(), hpa('web'), claim('ReadWriteOnce')], 'warning: may run 10 pods'],
  ['of several replicas', [web({ replicas: 3 }), claim('ReadWriteOnce')], 'warning: may run 3 pods'],
  ['of one pod, under an autoscaler', [web(), hpa('web'), claim('ReadWriteOncePod')], 'error: may run 10 pods'],
  ['of one replica that surges', [web({ replicas: 1 }), claim('ReadWriteOnce')], 'warning: starts its new pod'],
])('a claim for one node %s', (_, objects, expected) => {
  const [first = '', ...others] = told(objects);
  expect(first).toContain(expected.slice(0, 24));
  expect(others).toEqual([]);
});

test.each([
  ['for many nodes', [web(), hpa('web'), claim('ReadWriteMany')]],
  ['for one node or for many', [web(), hpa('web'), claim('ReadWriteOnce', 'ReadWriteMany')]],
  ['that somebody else made', [web(), hpa('web')]],
  ['of a Job', [web({}, 'Job'), claim('ReadWriteOnce')]],
  ['of a StatefulSet of one', [web({ replicas: 1 }, 'StatefulSet'), claim('ReadWriteOnce')]],
])('a claim %s is left alone', (_, objects) => {
  expect(told(objects)).toEqual([]);
});

test('on one node all pods can have it, unless it is for one pod', () => {
  expect(told([web(), hpa('web'), claim('ReadWriteOnce')], 1)).toEqual([]);
  expect(told([web(), hpa('web'), claim('ReadWriteOncePod')], 1)).toHaveLength(1);
});

test('who recreates its pod, or surges by nothing, waits for the volume', () => {
  const strategies = [{ type: 'Recreate' }, { rollingUpdate: { maxSurge: 0 } }, { rollingUpdate: { maxSurge: '0%' } }];
  for (const strategy of strategies) {
    const { manifest, ...rest } = web({ replicas: 1 });
    const once = { ...rest, manifest: { ...manifest, spec: { ...(manifest.spec as object), strategy } } };
    expect(told([once, claim('ReadWriteOnce')])).toEqual([]);
  }
});
