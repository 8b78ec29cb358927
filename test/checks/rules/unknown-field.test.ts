import { type CheckedObject } from '../../../lib/checks';
import { unknownField } from '../../../lib/checks/rules/unknown-field';
import { deployment, findings, hpa, object, scaledObject, told } from '../objects';

const TARGET = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } };

function advice(objects: readonly CheckedObject[], options?: Parameters<typeof findings>[2]): string[] {
  return findings(unknownField, objects, options).map(({ field, severity, fix }) => `${severity} ${field}: ${fix}`);
}

test('a field of another version of the kind is an error that names the version', () => {
  const old = object('autoscaling/v1', 'HorizontalPodAutoscaler', 'web', {
    spec: { ...TARGET, maxReplicas: 10, metrics: [], behavior: {} },
  });
  expect(findings(unknownField, [old]).map(told)).toMatchInlineSnapshot(`
   [
     "error R43: HorizontalPodAutoscaler "shop/web" (app/web): spec.metrics is not a field of autoscaling/v1.
       why: kubectl apply refuses the object. A client that does not ask for strict validation drops the field, and what it says has no effect.
       fix: metrics is a field of autoscaling/v2: write apiVersion: autoscaling/v2.",
     "error R43: HorizontalPodAutoscaler "shop/web" (app/web): spec.behavior is not a field of autoscaling/v1.
       why: kubectl apply refuses the object. A client that does not ask for strict validation drops the field, and what it says has no effect.
       fix: behavior is a field of autoscaling/v2: write apiVersion: autoscaling/v2.",
   ]
  `);
});

test('a slip of the hand is an error with the field that was meant', () => {
  const spec = { ...TARGET, maxReplica: 10, behaviour: {}, min_replicas: 1, Metrics: [] };
  expect(advice([object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', { spec })])).toEqual([
    'error spec.maxReplica: Did you mean maxReplicas?',
    'error spec.behaviour: Did you mean behavior?',
    'error spec.min_replicas: Did you mean minReplicas?',
    'error spec.Metrics: Did you mean metrics?',
  ]);
});

test('a field on another level is an error with the place where it belongs', () => {
  const spec = { ...TARGET, triggers: [], maxReplicas: 5, advanced: { behavior: { scaleDown: {} } } };
  expect(advice([scaledObject('web', spec)])).toEqual([
    'error spec.maxReplicas: Did you mean maxReplicaCount?',
    'error spec.advanced.behavior: behavior belongs one level deeper, under spec.advanced.horizontalPodAutoscalerConfig.',
  ]);
  const containers = [{ name: 'app', image: 'nginx', nodeSelector: {} }];
  const pod = { strategy: {}, readinessProbe: {} };
  expect(advice([deployment('web', { containers, pod })])).toEqual([
    'error spec.template.spec.containers[0].nodeSelector: nodeSelector belongs one level higher, under spec.template.spec.',
    'error spec.template.spec.strategy: strategy belongs two levels higher, under spec.',
    'error spec.template.spec.readinessProbe: readinessProbe belongs one level deeper, under spec.template.spec.containers[0].',
  ]);
});

test('a field of a later release is an error that names the release, and none from there on', () => {
  const container = { name: 'app', image: 'nginx', lifecycle: { preStop: { sleep: { seconds: 5 } } } };
  const web = deployment('web', { containers: [container] });
  const [finding, ...others] = findings(unknownField, [web], { kubernetes: '1.28' });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    what: 'Deployment "shop/web" (app/web): Kubernetes 1.28 does not have spec.template.spec.containers[0].lifecycle.preStop.sleep in apps/v1.',
    fix: 'Remove it, or upgrade: Kubernetes 1.29 is the first release that has it.',
  });
  expect(findings(unknownField, [web], { kubernetes: '1.29' })).toEqual([]);
});

test('a field that is near to nothing comes with the command that lists the fields', () => {
  expect(advice([hpa('web', { ...TARGET, maxReplicas: 2, colour: 'blue' })])).toEqual([
    'error spec.colour: Remove it. The fields are those of kubectl explain horizontalpodautoscaler.spec --api-version=autoscaling/v2.',
  ]);
});

test('a release that is newer than all that are known may have any field', () => {
  const spec = { ...TARGET, maxReplicas: 2, colour: 'blue' };
  expect(findings(unknownField, [hpa('web', spec)], { kubernetes: '1.99' })).toEqual([]);
});

test('a definition among the manifests comes before the one of the package', () => {
  const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'scaledobjects.keda.sh', {
    spec: {
      group: 'keda.sh',
      names: { kind: 'ScaledObject', plural: 'scaledobjects' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { scaleTargetRef: { type: 'object' } } } },
            },
          },
        },
      ],
    },
  });
  const web = scaledObject('web', { scaleTargetRef: {}, triggers: [] });
  expect(advice([web])).toEqual([]);
  expect(advice([definition, web])).toEqual([
    'error spec.triggers: Remove it. The fields are those of kubectl explain scaledobject.spec --api-version=keda.sh/v1alpha1.',
  ]);
});

test('of a kind that only the package defines, a field that is near to nothing is a warning: its release may be another', () => {
  const spec = { selector: {}, endpoints: [{ port: 'http', intervall: '30s', colour: 'blue' }] };
  expect(advice([object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec })])).toEqual([
    'error spec.endpoints[0].intervall: Did you mean interval?',
    'warning spec.endpoints[0].colour: Remove it. The fields are those of kubectl explain servicemonitor.spec.endpoints --api-version=monitoring.coreos.com/v1.',
  ]);
});

test('kinds that nobody defines, encrypted objects and templates of fields are left alone', () => {
  expect(advice([object('example.com/v1', 'Thing', 'web', { spec: { colour: 'blue' } })])).toEqual([]);
  const sops = { mac: 'ENC[AES256_GCM,data:AAAA]' };
  expect(advice([object('v1', 'Secret', 'web', { data: { password: 'ENC[AES256_GCM,data:AAAA]' }, sops })])).toEqual(
    [],
  );
  expect(advice([hpa('web', { ...TARGET, maxReplicas: 2, '{{ .Values.extra }}': null })])).toEqual([]);
});

test('the same slip in several items of a list is one mistake, and mended in all of them', () => {
  const containers = ['a', 'b', 'c'].map((name) => ({ name, readinesProbe: {} }));
  const [found, ...others] = findings(unknownField, [deployment('web', { containers })]);
  expect(others).toEqual([]);
  expect(found?.what).toBe(
    'Deployment "shop/web" (app/web): spec.template.spec.containers[0].readinesProbe is not a field of apps/v1, here and in 2 more places.',
  );
  expect(found?.edits).toHaveLength(3);
});

test('a backend of an old Ingress is told in its new form', () => {
  const backend = { serviceName: 'web', servicePort: 80 };
  const ingress = (each: object) =>
    object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { defaultBackend: each } });
  expect(advice([ingress(backend)])).toEqual([
    'error spec.defaultBackend.serviceName: It is of v1beta1. Write service: { name: web, port: … } instead.',
    'error spec.defaultBackend.servicePort: It is of v1beta1. Write service: { name: …, port: { number: 80 } } instead.',
  ]);
  expect(advice([ingress({ serviceName: {}, servicePort: 'http' })])).toEqual([
    expect.stringContaining('name: …'),
    expect.stringContaining('port: { name: http }'),
  ]);
});

test('a field that KEDA has from a release on is taken from there on, whatever is below it', () => {
  const inSecret = { valueFrom: { secretKeyRef: { name: 'azure', key: 'x' } } };
  const authentication = (principal: object) =>
    object('keda.sh/v1alpha1', 'TriggerAuthentication', 'azure', { spec: { azureServicePrincipal: principal } });
  const principal = authentication({ tenantId: 't', clientId: 'c', clientSecret: inSecret });
  expect(findings(unknownField, [principal])).toMatchObject([
    {
      severity: 'warning',
      what: 'TriggerAuthentication "shop/azure" (app/azure): KEDA 2.20 does not have spec.azureServicePrincipal in keda.sh/v1alpha1.',
      fix: 'Remove it, or upgrade: KEDA 2.21 is the first release that has it.',
    },
  ]);
  expect(advice([principal], { keda: '2.21' })).toEqual([]);
  expect(advice([authentication({ tenantId: 't', clientID: 'c' })], { keda: '2.21' })).toEqual([
    'error spec.azureServicePrincipal.clientID: Did you mean clientId?',
  ]);
  const job = object('keda.sh/v1alpha1', 'ScaledJob', 'web', { spec: { azureServicePrincipal: {} } });
  expect(advice([job], { keda: '2.21' })).toHaveLength(1);
});
