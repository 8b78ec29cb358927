import { list, number, text } from '../kubernetes/fields';
import { nameOf, namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** Services that prometheus-operator makes for its custom resources. */
const OPERATED = ['prometheus-operated', 'thanos-ruler-operated', 'alertmanager-operated'];

/** The host of a URL, read as the name of a Service. */
export interface ServiceAddress {
  readonly name: string;
  /** Undefined for a bare name, which is looked up where the client runs. */
  readonly namespace?: string;
}

/** The Service that a URL names: one or two labels, or more where the third is `svc`; undefined for other hosts and for addresses. */
export function serviceAddressOf({ hostname }: URL): ServiceAddress | undefined {
  const [name = '', namespace, ...domain] = hostname.split('.');
  const isInCluster = domain.length === 0 || domain[0] === 'svc';
  return isInCluster && /^[a-z]/.test(name) ? { name, namespace } : undefined;
}

/** The Services among the objects, by namespace. */
export function servicesByNamespace(index: ManifestIndex): Map<string, CheckedObject[]> {
  const services = new Map<string, CheckedObject[]>();
  for (const service of index.ofKind('', 'Service')) {
    const neighbours = services.get(namespaceOf(service));
    if (neighbours) neighbours.push(service);
    else services.set(namespaceOf(service), [service]);
  }
  return services;
}

/** Whether an operator makes a Service of this name when it runs. */
export function isMadeLater(name: string): boolean {
  return OPERATED.includes(name);
}

/** The Service of a name. */
export function serviceNamed(services: readonly CheckedObject[], name: string): CheckedObject | undefined {
  return services.find((service) => nameOf(service) === name);
}

/** The port that a URL asks, if the Service does not have it, and the ones that it has. */
export function missingPort(
  url: URL,
  { manifest }: CheckedObject,
): { readonly asked: number; readonly ports: readonly number[] } | undefined {
  const asked = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const ports = list(manifest, 'spec', 'ports').flatMap((port) => number(port, 'port') ?? []);
  const isHeadless = text(manifest, 'spec', 'clusterIP') === 'None';
  return ports.length === 0 || ports.includes(asked) || isHeadless ? undefined : { asked, ports };
}
