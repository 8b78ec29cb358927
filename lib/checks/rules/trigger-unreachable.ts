import { list, text } from '../../kubernetes/fields';
import { triggersOf, type TriggerFields } from '../../kubernetes/keda/trigger-fields';
import { type FieldEdit } from '../field-edit';
import { type Mistake } from '../finding';
import { kedaNamespaceOf } from '../keda-namespace';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { environmentOf } from '../trigger-environment';

/** An address that only the app itself can resolve: it is KEDA's operator that connects, from its own namespace. */
export const triggerUnreachable: Rule = {
  id: 'R81',
  name: 'trigger-unreachable',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'unsafe',
  since: '0.2.0',
  summary: 'KEDA cannot reach the source of a trigger by the name that the app uses.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services',
  find,
};

/** Where each scaler has its address, or a list of them with commas; prometheus is R9. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  activemq: ['managementEndpoint'],
  'apache-kafka': ['bootstrapServers'],
  arangodb: ['endpoints'],
  'artemis-queue': ['managementEndpoint'],
  beanstalkd: ['server'],
  cassandra: ['clusterIPAddress'],
  couchdb: ['host'],
  elasticsearch: ['addresses'],
  etcd: ['endpoints'],
  external: ['scalerAddress'],
  'external-push': ['scalerAddress'],
  graphite: ['serverAddress'],
  ibmmq: ['host'],
  influxdb: ['serverURL'],
  kafka: ['bootstrapServers'],
  loki: ['serverAddress'],
  'metrics-api': ['url'],
  mongodb: ['host'],
  mssql: ['host'],
  mysql: ['host'],
  'nats-jetstream': ['natsServerMonitoringEndpoint'],
  postgresql: ['host'],
  pulsar: ['adminURL'],
  rabbitmq: ['host'],
  redis: ['address', 'host'],
  'redis-cluster': ['addresses', 'hosts'],
  'redis-cluster-streams': ['addresses', 'hosts'],
  'redis-sentinel': ['addresses', 'hosts'],
  'redis-sentinel-streams': ['addresses', 'hosts'],
  'redis-streams': ['address', 'host'],
  'selenium-grid': ['url'],
  solr: ['host'],
  stan: ['natsServerMonitoringEndpoint'],
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => index.ofKind('keda.sh', kind))) {
    const namespace = namespaceOf(object);
    const home = kedaNamespaceOf(index);
    for (const trigger of triggersOf(object.manifest)) {
      const { type, metadata, path } = trigger;
      for (const key of Object.hasOwn(ADDRESSES, type) ? (ADDRESSES[type] ?? []) : []) {
        yield* fromVariable(index, object, trigger, key);
        for (const address of (text(metadata, key) ?? '').split(',')) {
          const host = hostOf(address.trim());
          if (host === undefined || (host.includes('.') && !isLoopback(host))) continue;
          if (!isLoopback(host) && namespace === home) continue;
          yield {
            objects: [object],
            field: `${path}.metadata.${key}`,
            what: `${describe(object)}: its ${type} trigger connects to "${host}".`,
            why: isLoopback(host)
              ? `KEDA’s operator connects, and ${host} is its own pod: the trigger fails at every poll.`
              : `KEDA’s operator connects, and looks the name up in its own namespace, not in "${namespace}": the trigger fails at every poll.`,
            fix: isLoopback(host)
              ? `Name the Service with its namespace, such as ${type.split('-')[0]}.${namespace}.svc.`
              : `Add the namespace: ${host}.${namespace}.svc.`,
            ...(!isLoopback(host) && {
              edits: [withNamespace(`${path}.metadata.${key}`, text(metadata, key) ?? '', host, namespace)],
            }),
          };
        }
      }
    }
  }
}

/** An address that a variable of the target has, which KEDA reads and resolves in its own namespace. */
function* fromVariable(
  index: ManifestIndex,
  object: CheckedObject,
  { type, metadata, path, hasAuthentication }: TriggerFields,
  key: string,
): Iterable<Mistake> {
  const variable = text(metadata, `${key}FromEnv`);
  const source = environmentOf(index, object);
  if (variable === undefined || hasAuthentication || text(metadata, key) !== undefined || !source) return;
  const value = list(source.container, 'env').find((each) => text(each, 'name') === variable);
  const home = kedaNamespaceOf(index);
  const namespace = namespaceOf(object);
  for (const address of (text(value, 'value') ?? '').split(',')) {
    const host = hostOf(address.trim());
    if (host === undefined || host.includes('.') || isLoopback(host) || namespace === home) continue;
    yield {
      objects: [object, source.object],
      field: `${path}.metadata.${key}FromEnv`,
      what: `${describe(object)}: its ${type} trigger connects to "${host}", as variable ${variable} of container "${source.name}" says.`,
      why: `The app finds it; KEDA’s operator looks the name up in its own namespace, not in "${namespace}": the trigger fails at every poll.`,
      fix: `Add the namespace in the variable, which suits the app, too: ${host}.${namespace}.svc.`,
    };
  }
}

/** The edit that names the namespace of a host, wherever the addresses of a list name it. */
function withNamespace(field: string, addresses: string, host: string, namespace: string): FieldEdit {
  const value = addresses
    .split(',')
    .map((each) => (hostOf(each.trim()) === host ? withHost(each, host, `${host}.${namespace}.svc`) : each))
    .join(',');
  return { is: 'set', field, value };
}

/** An address with another host: a user before it may have the same name. */
function withHost(address: string, host: string, named: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + address.slice(at).replace(host, named);
}

/** The host of a URL or of `host:port`; undefined for what is empty, an address in brackets, or not written out. */
function hostOf(address: string): string | undefined {
  const [, host] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d+)?(?:[/?].*)?$/.exec(address) ?? []; // prettier-ignore
  return host !== undefined && (/[A-Za-z]/.test(host) || isLoopback(host)) ? host : undefined;
}

/** Whether a host is the pod that asks. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
