import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  ClusterProfile,
  ConstructError,
  DisruptionBudget,
  Exposure,
  HealthCheck,
  PodSpread,
  Rollout,
  ScalableWebApp,
  type RestrictedImageOptions,
  type ScalableWebAppProps,
} from '../../lib';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const IMAGE = AppImage.of('ghcr.io/acme/shop:1.4.2', { port: 8080, uid: 10001 });

function appWith(props: Partial<ScalableWebAppProps>, cluster?: ClusterProfile): ScalableWebApp {
  return new ScalableWebApp(chartOn(cluster), 'shop', { image: IMAGE, ...props });
}

function imageWith(options: Partial<RestrictedImageOptions>): Partial<ScalableWebAppProps> {
  return { image: AppImage.of('acme/shop:1', { port: 8080, uid: 10001, ...options }) };
}

const file = (path: string) => ({ path, content: '' });

/** Each is one error, at the line that makes the app, with the path of the construct. */
test.each<[string, Partial<ScalableWebAppProps>]>([
  ['The name "My App" must be lower-case letters', { name: 'My App' }],
  ['The name "" must be lower-case letters', { name: '' }],
  [`The name "${'a'.repeat(64)}" has 64 characters; at most 63 are allowed.`, { name: 'a'.repeat(64) }],
  ['The label key "bad key!" must be letters', { labels: { 'bad key!': 'x' } }],
  ['The value of the label "team" "va lue" must be letters', { labels: { team: 'va lue' } }],
  ['The label "app" is set to "other".', { labels: { app: 'other' } }],
  ['The label "app.kubernetes.io/name" is set to "other".', { labels: { 'app.kubernetes.io/name': 'other' } }],
  ['The number of replicas is -1.', { replicas: -1 }],
  ['The number of replicas is 1.5.', { replicas: 1.5 }],
  ['The memory request is 0.5 MiB.', { memory: { request: Size.kibibytes(512) } }],
  ['The memory limit is 0.5 MiB.', { memory: { limit: Size.kibibytes(512) } }],
  ['The environment variable "a b" must be letters', { environment: { 'a b': kplus.EnvValue.fromValue('1') } }],
  ['The image "acme/shop:1" is to run with uid 0, which is root.', imageWith({ uid: 0 })],
  ['The image "acme/shop:1" is to run with gid 0, which is root.', imageWith({ gid: 0 })],
  ['The uid is -1.', imageWith({ uid: -1 })],
  ['The gid is 1.5.', imageWith({ gid: 1.5 })],
  ['The port 0 must be an integer from 1 to 65535.', imageWith({ port: 0 })],
  ['The port 70000 must be an integer from 1 to 65535.', imageWith({ additionalPorts: [{ name: 'a', port: 70000 }] })],
  ['The port name "HTTP" must be lower-case letters', imageWith({ portName: 'HTTP' })],
  [
    'The image "acme/shop:1" has the port name "http" twice.',
    imageWith({ additionalPorts: [{ name: 'http', port: 1 }] }),
  ],
  ['The image "acme/shop:1" has the port 8080 twice.', imageWith({ additionalPorts: [{ name: 'a', port: 8080 }] })],
  ['"tmp" is not the absolute path of a folder below the root.', imageWith({ writablePaths: ['tmp'] })],
  ['"." is not the absolute path of a folder below the root.', imageWith({ files: [file('shop.conf')] })],
  ['"/tmp" and "/tmp" would be the same volume.', imageWith({ writablePaths: ['/tmp', '/tmp'] })],
  ['"/a-b" and "/a/b" would be the same volume.', imageWith({ writablePaths: ['/a/b', '/a-b'] })],
  [
    '"/etc/a" and "/etc/a" would be the same volume.',
    imageWith({ writablePaths: ['/etc/a'], files: [file('/etc/a/b')] }),
  ],
  ['The file "/etc/a" is given twice.', imageWith({ files: [file('/etc/a'), file('/etc/a')] })],
  ['The file "/etc/a b" has a name that a ConfigMap cannot hold.', imageWith({ files: [file('/etc/a b')] })],
  ['The Service has no port.', { exposure: Exposure.clusterIp({ ports: [] }) }],
  ['The Service port 0 must be an integer', { exposure: Exposure.clusterIp({ ports: [{ port: 0 }] }) }],
  ['The Service leads to the HTTP port twice.', { exposure: Exposure.loadBalancer({ ports: [{}, {}] }) }],
  [
    'The Service leads to the port "http" twice.',
    { exposure: Exposure.clusterIp({ ports: [{ name: 'http' }, { name: 'http', port: 81 }] }) },
  ],
  ['The path "healthz" of a health check does not begin with "/".', { readiness: HealthCheck.http('healthz') }],
  ['The command of a health check is empty.', { liveness: HealthCheck.command([]) }],
  ['A health check is switched off without a reason.', { readiness: HealthCheck.none(' ') }],
  ['The period of a health check is 0 s.', { startup: HealthCheck.tcp({ period: Duration.seconds(0) }) }],
  ['The timeout of a health check is 0.5 s.', { startup: HealthCheck.tcp({ timeout: Duration.millis(500) }) }],
  [
    'The initial delay of a health check is 1.5 s.',
    imageWith({ readiness: HealthCheck.http('/', { initialDelay: Duration.millis(1500) }) }),
  ],
  ['The failure threshold of a health check is 0.', imageWith({ liveness: HealthCheck.tcp({ failureThreshold: 0 }) })],
  ['The pause before a pod stops is 1.5 s.', { rollout: Rollout.rolling({ preStopPause: Duration.millis(1500) }) }],
  ['The grace period of a pod is 0 s.', { rollout: Rollout.recreate({ gracePeriod: Duration.seconds(0) }) }],
  ['The time that a new pod must be ready is 0.1 s.', { rollout: Rollout.rolling({ minReady: Duration.millis(100) }) }],
  [
    'A rollout may add no pod (maxSurge 0) and take none away (maxUnavailable 0).',
    { rollout: Rollout.rolling({ maxSurge: kplus.PercentOrAbsolute.absolute(0) }) },
  ],
  ['The disruption budget has maxUnavailable many.', { disruptionBudget: DisruptionBudget.maxUnavailable('many') }],
  ['The disruption budget has minAvailable -1.', { disruptionBudget: DisruptionBudget.minAvailable(-1) }],
  ['The skew over "kubernetes.io/hostname" is 0.', { spread: [PodSpread.overNodes({ maxSkew: 0 })] }],
  [
    'The pods are spread over "topology.kubernetes.io/zone" twice with ScheduleAnyway.',
    { spread: [PodSpread.overZones(), PodSpread.overZones({ maxSkew: 2 })] },
  ],
])('%s', (what, props) => {
  const message = messageOf(() => appWith(props));
  expect(message).toContain(`[test/shop] ${what}`);
  expect(message).toMatch(/\n {4}why: \S.+\n {4}fix: \S.+$/);
  expect(() => appWith(props)).toThrow(ConstructError);
});

test('two apps of one name in one namespace are one error that names both, in two namespaces none', () => {
  const chart = chartOn();
  new ScalableWebApp(chart, 'one', { image: IMAGE, name: 'shop' });
  expect(messageOf(() => new ScalableWebApp(chart, 'two', { image: IMAGE, name: 'shop' }))).toContain(
    '[test/two] "test/two" wants the application shop/shop, which "test/one" owns.',
  );
  expect(appWith({ name: 'shop' }, ClusterProfile.kind()).name).toBe('shop');
});

test('before Kubernetes 1.36 the name of a Service, and so of an app, begins with a letter', () => {
  const message = messageOf(() => appWith({ name: '1shop' }, ClusterProfile.kind({ kubernetes: '1.35' })));
  expect(message).toContain('The name "1shop" must be lower-case letters, digits and "-", beginning with a letter.');
  expect(appWith({ name: '1shop' }, ClusterProfile.kind({ kubernetes: '1.36' })).name).toBe('1shop');
});

test('no app at all, or no file at all, is allowed', () => {
  const chart = chartOn();
  new ScalableWebApp(chart, 'shop', {
    image: AppImage.of('acme/shop:1', { port: 80, uid: 1, files: [] }),
    replicas: 0,
    spread: [],
  });
  const manifests = synthesize(chart);
  expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
  expect(only(manifests, 'Deployment').spec.replicas).toBe(0);
  expect(JSON.stringify(manifests)).not.toContain('topologySpreadConstraints');
});

test('the folder of a long path still has a volume with a valid name', () => {
  const chart = chartOn();
  const folder = `/${'abcdefgh/'.repeat(12)}x`;
  new ScalableWebApp(chart, 'shop', {
    image: AppImage.of('acme/shop:1', { port: 80, uid: 1, writablePaths: [folder] }),
  });
  const [volume] = /"name":"[a-h-]+-x"/.exec(JSON.stringify(only(synthesize(chart), 'Deployment'))) ?? [];
  expect(volume?.length).toBeLessThanOrEqual(63 + '"name":""'.length);
});
