import { refusedValue } from '../../../lib/checks/rules/refused-value';
import { deployment, findings, mistakes, object, scaledObject, told } from '../objects';

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
