import { refusedValue } from '../../../lib/checks/rules/refused-value';
import { fields, type Fields } from '../../../lib/kubernetes/fields';
import { checkManifests, type CheckedObject } from '../../../lib/checks';
import { checked, deployment, findings, mistakes, object, scaledObject, told } from '../objects';

test('a value that is not one of those that the field takes is an error, with the nearest of them', () => {
  const web = deployment('web', { containers: [{ name: 'app', image: 'nginx', imagePullPolicy: 'always' }] });
  expect(findings(refusedValue, [web]).map(told)).toMatchInlineSnapshot(`
   [
     "error R61: Deployment "shop/web" (app/web): spec.template.spec.containers[0].imagePullPolicy is "always", and the field takes Always, IfNotPresent or Never.
       why: The API server refuses the object.
       fix: Did you mean Always?",
   ]
  `);
});

test('a string that is not of its format is an error, and a Secret is not shown', () => {
  const web = deployment('web', { pod: { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1 GB' } }] } });
  const secret = object('v1', 'Secret', 'web', { data: { password: 'not base64!' } });
  expect(findings(refusedValue, [web, secret]).map(({ what }) => what)).toEqual([
    'Deployment "shop/web" (app/web): spec.template.spec.volumes[0].emptyDir.sizeLimit is "1 GB", and the field takes a quantity such as 500m, 2 or 64Mi.',
    'Secret "shop/web" (app/web): data.password is not base64.',
  ]);
});

test('what a definition demands of a custom resource is an error', () => {
  const web = scaledObject('web', {
    scaleTargetRef: { kind: 'Deployment' },
    triggers: [{ metadata: {}, metricType: 'Percent' }],
    advanced: {
      horizontalPodAutoscalerConfig: { behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1 }] } } },
    },
  });
  expect(findings(refusedValue, [web]).map(({ field, what }) => [field, what.replace(/^[^:]*: /, '')]))
    .toMatchInlineSnapshot(`
   [
     [
       "spec.scaleTargetRef.name",
       "spec.scaleTargetRef.name is missing.",
     ],
     [
       "spec.triggers[0].type",
       "spec.triggers[0].type is missing.",
     ],
     [
       "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[0].periodSeconds",
       "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[0].periodSeconds is missing.",
     ],
   ]
  `);
});

test('authentications are judged as by KEDA, and monitors as by the Prometheus operator', () => {
  const authentication = object('keda.sh/v1alpha1', 'TriggerAuthentication', 'queue', {
    spec: { podIdentity: { provider: 'aws', externalID: 'shop' } },
  });
  const monitor = object('monitoring.coreos.com/v1', 'PodMonitor', 'web', {
    spec: { selector: {}, podMetricsEndpoints: [{ port: 'http', interval: '15s', scrapeTimeout: '20s' }] },
  });
  expect(findings(refusedValue, [authentication, monitor]).map(told)).toMatchInlineSnapshot(`
   [
     "error R61: TriggerAuthentication "shop/queue" (app/queue): its pod identity has the externalID "shop" without a roleArn.
       why: KEDA's webhook refuses the TriggerAuthentication.
       fix: Add roleArn, or remove externalID: there is no role to assume.",
     "error R61: PodMonitor "shop/web" (app/web): an endpoint has scrapeTimeout 20s, longer than its interval 15s.
       why: The Prometheus operator leaves the whole PodMonitor out: none of its targets is scraped.
       fix: Use at most 15s, or leave scrapeTimeout out.",
   ]
  `);
});

test('an object of a removed version had other fields', () => {
  const backend = { serviceName: 'web', servicePort: 80 };
  const spec = { rules: [{ http: { paths: [{ path: '/*', backend }] } }] };
  const ingress = (version: string) => object(`networking.k8s.io/${version}`, 'Ingress', 'web', { spec });
  expect(mistakes(refusedValue, [ingress('v1beta1')])).toEqual([]);
  expect(mistakes(refusedValue, [ingress('v1')])).not.toEqual([]);
});

test('what is not a duration is told as that', () => {
  const monitor = (interval: string) =>
    object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', {
      spec: { selector: {}, endpoints: [{ port: 'http', interval }] },
    });
  const fix = (interval: string) => findings(refusedValue, [monitor(interval)]).map((each) => each.fix);
  expect(fix('30')).toEqual(['Write one with a unit and without spaces, such as 30s.']);
  expect(fix('5 min')).toEqual(['Write one with a unit and without spaces, such as 30s or 5m.']);
  expect(fix('30s')).toEqual([]);
});

test('a pod that the API server refuses is told, and what somebody fills in is not', () => {
  const mounting = (name: string, pod: Fields = {}) => {
    const containers = [{ name: 'app', image: 'a', volumeMounts: [{ name, mountPath: '/data' }] }];
    const { manifest } = deployment('web', { containers, pod: { volumes: [{ name: 'data' }], ...pod } });
    return checked({ ...manifest, spec: { ...fields(manifest, 'spec'), selector: { matchLabels: { app: 'web' } } } });
  };
  const refused = (manifest: CheckedObject) =>
    checkManifests([manifest])
      .filter(({ rule }) => rule === 'R61')
      .map(({ what }) => what);
  expect(refused(mounting('dat'))).toEqual([
    expect.stringContaining('container "app" mounts volume "dat", and the pod has "data".'),
  ]);
  expect(refused(mounting('data', { restartPolicy: 'Never' }))).toEqual([
    expect.stringContaining('its restartPolicy is Never.'),
  ]);
  expect(refused(mounting('${VOLUME}'))).toEqual([]);
  expect(refused(mounting('data', { restartPolicy: '${POLICY}' }))).toEqual([]);
});

test('a pod of what may be a patch is left alone', () => {
  const containers = [{ name: 'app', image: 'a', volumeMounts: [{ name: 'data', mountPath: '/data' }] }];
  const patch = object('apps/v1', 'Deployment', 'web', {
    spec: { minReadySeconds: 900, template: { spec: { containers } } },
  });
  const ofJob = (origin: string) =>
    checked(
      {
        ...object('batch/v1', 'Job', 'migrate', {
          spec: { template: { spec: { containers: [{ name: 'app', image: 'a' }] } } },
        }).manifest,
      },
      origin,
    );
  const found = (each: CheckedObject) => mistakes(refusedValue, [each]).filter((what) => !what.includes('is missing'));
  expect(found(patch)).toEqual([]);
  expect(found(ofJob('patches/job.yaml'))).toEqual([]);
  expect(found(ofJob('job.yaml'))).toEqual([expect.stringContaining('its restartPolicy is Always by default')]);
});
