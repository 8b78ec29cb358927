import { Duration } from 'cdk8s';
import {
  AppImage,
  Exposure,
  ScalableWebApp,
  TrafficPolicy,
  type ExposureOptions,
  type LoadBalancerOptions,
} from '../../lib';
import { type Manifest } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const IMAGE = AppImage.of('acme/shop:1', { port: 9000, portName: 'grpc', uid: 10001 });

function serviceWith(exposure: Exposure): Manifest {
  const chart = chartOn();
  new ScalableWebApp(chart, 'shop', { image: IMAGE, exposure, annotations: { 'acme.com/owner': 'shop' } });
  const service = only(synthesize(chart), 'Service');
  expect(schemaProblems([service])).toEqual([]);
  return service;
}

test('every option of a Service inside the cluster is written', () => {
  const options: Required<ExposureOptions> = {
    ports: [{ name: 'grpc', port: 80, appProtocol: 'kubernetes.io/h2c' }],
    annotations: { 'acme.com/mesh': 'on' },
    clientIpAffinity: Duration.minutes(10),
    internalTrafficPolicy: TrafficPolicy.LOCAL,
    trafficDistribution: 'PreferClose',
    publishNotReadyAddresses: true,
    ipFamilyPolicy: 'PreferDualStack',
  };
  const service = serviceWith(Exposure.clusterIp(options));
  expect(service.metadata.annotations).toEqual({ 'acme.com/mesh': 'on', 'acme.com/owner': 'shop' });
  expect(service.spec).toEqual({
    type: 'ClusterIP',
    selector: { app: 'shop' },
    ports: [{ name: 'grpc', port: 80, targetPort: 9000, appProtocol: 'kubernetes.io/h2c' }],
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    internalTrafficPolicy: 'Local',
    trafficDistribution: 'PreferClose',
    publishNotReadyAddresses: true,
    ipFamilyPolicy: 'PreferDualStack',
  });
});

test('a headless Service has the addresses of the pods', () => {
  expect(serviceWith(Exposure.headless()).spec).toMatchObject({ clusterIP: 'None', ports: [{ targetPort: 9000 }] });
});

test('a load balancer has a class, sources and a policy', () => {
  const options: LoadBalancerOptions = {
    annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'external' },
    loadBalancerClass: 'service.k8s.aws/nlb',
    loadBalancerSourceRanges: ['203.0.113.0/24'],
    externalTrafficPolicy: TrafficPolicy.LOCAL,
  };
  const service = serviceWith(Exposure.loadBalancer(options));
  expect(service.metadata.annotations).toHaveProperty(
    ['service.beta.kubernetes.io/aws-load-balancer-type'],
    'external',
  );
  expect(service.spec).toMatchObject({
    type: 'LoadBalancer',
    loadBalancerClass: 'service.k8s.aws/nlb',
    loadBalancerSourceRanges: ['203.0.113.0/24'],
    externalTrafficPolicy: 'Local',
  });
});

test.each<[string, ExposureOptions]>([
  ['The annotation "a b" must be', { annotations: { 'a b': 'x' } }],
  ['The affinity to a client is 0.5 s.', { clientIpAffinity: Duration.millis(500) }],
  ['The affinity to a client, in seconds, is 172800.', { clientIpAffinity: Duration.days(2) }],
])('%s', (message, options) => {
  expect(messageOf(() => serviceWith(Exposure.clusterIp(options)))).toContain(message);
});
