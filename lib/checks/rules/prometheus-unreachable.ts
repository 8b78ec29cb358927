import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { at, show, written } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { counterpartOf } from '../counterpart';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { isMadeLater, missingPort, serviceAddressOf, servicesByNamespace } from '../service-address';
import { type Rule } from '../rule';

interface Told extends Pick<Mistake, 'what' | 'why' | 'fix'> {
  readonly others?: readonly CheckedObject[];
  /** The host that was meant, with its port where that is another one. */
  readonly meant?: string;
}

/**
 * A serverAddress that KEDA cannot reach. It is KEDA's operator that resolves it, in its own namespace. Hosts outside the cluster, and
 * namespaces of which no Service is among the objects, are left alone.
 */
export const prometheusUnreachable: Rule = {
  id: 'R9',
  name: 'prometheus-unreachable',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'KEDA cannot reach the Prometheus server of a trigger.',
  source: 'https://keda.sh/docs/latest/scalers/prometheus/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const kedaNamespace = index
    .ofKind('apps', 'Deployment')
    .filter((object) => nameOf(object) === 'keda-operator')
    .map(namespaceOf)[0];
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    for (const trigger of triggersOf(object.manifest)) {
      if (trigger.type !== 'prometheus') continue;
      const field = `${trigger.path}.metadata.serverAddress`;
      const address = at(trigger.metadata, 'serverAddress');
      const told = addressMistake(address, index, kedaNamespace, context);
      if (!told) continue;
      const { others = [], meant, ...rest } = told;
      const edits = meant === undefined ? undefined : [{ is: 'set', field, value: withHost(address, meant) } as const];
      yield {
        ...rest,
        objects: [object, ...others],
        field,
        what: `${describe(object)}: ${told.what}`,
        ...(edits && { edits }),
      };
    }
  }
}

/** A URL with another host: the rest of it stays as it is written. */
function withHost(address: unknown, host: string): string {
  const pattern = /:\d/.test(host) ? /(?<=:\/\/(?:[^@/]*@)?)[^/@?]+/ : /(?<=:\/\/(?:[^@/]*@)?)[^/@?:]+/;
  return written(address).replace(pattern, host);
}

function addressMistake(
  address: unknown,
  index: ManifestIndex,
  kedaNamespace: string | undefined,
  context: CheckContext,
): Told | undefined {
  const url = urlOf(address);
  if (!url) {
    return {
      what: `its serverAddress ${show(address)} is not a URL.`,
      why: 'KEDA cannot ask: the ScaledObject is not ready, and nothing scales.',
      fix: 'Write scheme, Service, namespace and port: http://prometheus.monitoring.svc:9090.',
    };
  }
  const api = /^(.*?)\/api\/v1\/query(?:_range)?\/?$/.exec(url.pathname);
  if (api) {
    return {
      what: `its serverAddress ends with ${url.pathname.slice((api[1] ?? '').length)}.`,
      why: 'KEDA adds /api/v1/query itself: Prometheus answers 404 to /api/v1/query/api/v1/query, and nothing scales.',
      fix: `Leave it out: ${url.origin}${api[1] ?? ''}.`,
    };
  }
  if (isLoopback(url)) return loopbackMistake(index, url);
  const host = serviceAddressOf(url);
  if (!host) return undefined;
  const { name, namespace } = host;
  if (namespace === undefined) return bareHostMistake(url, name, servicesByNamespace(index), kedaNamespace);
  if (isMadeLater(name)) return undefined;
  const service = counterpartOf(index, context, { kind: 'Service', namespace, name });
  if (service.state === 'here') return portMistake(url, service.object);
  if (service.state === 'elsewhere' || !service.meant) return undefined; // Prometheus is most often somebody else's
  return {
    what: `its serverAddress ${url.origin} names Service "${name}" of namespace ${namespace}, which has no such Service.`,
    why: 'The name does not resolve: KEDA reports an error instead of a value, and nothing scales.',
    fix: `Did you mean ${nameOf(service.meant)}.${namespace}.svc?`,
    meant: `${nameOf(service.meant)}.${namespace}.svc`,
    others: [service.meant],
  };
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

function loopbackMistake(index: ManifestIndex, url: URL): Told {
  const service = index
    .ofKind('', 'Service')
    .find((each) => nameOf(each).includes('prometheus') && !missingPort(url, each));
  const shown = service ? `${nameOf(service)}.${namespaceOf(service)}` : '<service>.<namespace>';
  const port = url.port === '' ? '' : `:${url.port}`;
  return {
    what: `its serverAddress ${url.origin} is KEDA's own pod, in which no Prometheus runs.`,
    why: "It is KEDA's operator that asks, from its pod: the connection is refused, and nothing scales.",
    fix: `Name the Service of Prometheus: ${url.protocol}//${shown}.svc${port}.`,
    others: service ? [service] : [],
  };
}

function urlOf(address: unknown): URL | undefined {
  if (typeof address !== 'string' || !/^https?:\/\//.test(address)) return undefined;
  return URL.canParse(address) ? new URL(address) : undefined;
}

function bareHostMistake(
  url: URL,
  name: string,
  services: ReadonlyMap<string, readonly CheckedObject[]>,
  kedaNamespace: string | undefined,
): Told | undefined {
  const places = [...services].filter(([, neighbours]) => neighbours.some((service) => nameOf(service) === name));
  const [place] = places;
  if (kedaNamespace !== undefined && places.some(([namespace]) => namespace === kedaNamespace)) return undefined;
  const service = place?.[1].find((each) => nameOf(each) === name);
  const port = url.port === '' ? '' : `:${url.port}`;
  return {
    what: `its serverAddress ${url.origin} is resolved inside KEDA's namespace${kedaNamespace === undefined ? '' : ` "${kedaNamespace}"`}${place ? `, and the Service is in "${place[0]}"` : ''}.`,
    why: 'A name without a namespace is looked up where the client runs, which is not the ScaledObject’s namespace.',
    fix: `Name the namespace: ${url.protocol}//${name}.${place?.[0] ?? '<namespace>'}.svc${port}.`,
    others: service ? [service] : [],
    ...(place && { meant: `${name}.${place[0]}.svc` }),
  };
}

function portMistake(url: URL, service: CheckedObject): Told | undefined {
  const missing = missingPort(url, service);
  if (!missing) return undefined;
  const { asked, ports } = missing;
  return {
    what: `its serverAddress ${url.origin} asks port ${asked}, and ${describe(service)} has ${ports.join(', ')}.`,
    why: 'The connection times out: KEDA reports an error instead of a value, and nothing scales.',
    fix: `Use ${url.protocol}//${url.hostname}:${ports[0]}.`,
    ...(ports.length === 1 && { meant: `${url.hostname}:${ports[0]}` }),
    others: [service],
  };
}
