import { at, show } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { type CheckContext } from '../check-options';
import { clusterHasObject } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { isMadeLater, missingPort, serviceAddressOf, serviceNamed, servicesByNamespace } from '../service-address';
import { similarName } from '../similar-names';
import { type Rule } from '../rule';

type Told = Pick<Mistake, 'what' | 'why' | 'fix'> & { readonly others?: readonly CheckedObject[] };

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
  const services = servicesByNamespace(index);
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
      const told = addressMistake(address, services, kedaNamespace, context);
      if (!told) continue;
      const { others = [], ...rest } = told;
      yield { ...rest, objects: [object, ...others], field, what: `${describe(object)}: ${told.what}` };
    }
  }
}

function addressMistake(
  address: unknown,
  services: ReadonlyMap<string, readonly CheckedObject[]>,
  kedaNamespace: string | undefined,
  context: CheckContext,
): Told | undefined {
  const url = urlOf(address);
  if (!url) {
    return {
      what: `its serverAddress ${show(address)} is no URL.`,
      why: 'KEDA cannot ask: the ScaledObject is not ready, and nothing scales.',
      fix: 'Write scheme, Service, namespace and port: http://prometheus.monitoring.svc:9090.',
    };
  }
  const host = serviceAddressOf(url);
  if (!host) return undefined;
  const { name, namespace } = host;
  if (namespace === undefined) return bareHostMistake(url, name, services, kedaNamespace);
  const neighbours = services.get(namespace);
  if (!neighbours || isMadeLater(name) || clusterHasObject(context, 'Service', namespace, name)) return undefined;
  const service = serviceNamed(neighbours, name);
  if (service) return portMistake(url, service);
  const similar = similarName(name, neighbours.map(nameOf));
  return {
    what: `its serverAddress ${url.origin} names Service "${name}" of namespace ${namespace}, which has no such Service.`,
    why: 'The name does not resolve: KEDA reports an error instead of a value, and nothing scales.',
    fix: similar === undefined ? 'Correct the name of the Service.' : `Did you mean ${similar}.${namespace}.svc?`,
    others: neighbours.filter((each) => nameOf(each) === similar),
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
    others: [service],
  };
}
