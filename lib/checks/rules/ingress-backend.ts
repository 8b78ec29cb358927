import { list, number, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { backendsOf } from '../ingress-routes';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A route to a Service or a port that does not exist. */
export const ingressBackend: Rule = {
  id: 'R18',
  name: 'ingress-backend',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'An Ingress or an HTTPRoute leads to a Service or a port that does not exist.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const services = new Map<string, CheckedObject>();
  for (const object of index.ofKind('', 'Service')) services.set(`${namespaceOf(object)}/${nameOf(object)}`, object);
  const routes = [
    ...index.ofKind('networking.k8s.io', 'Ingress'),
    ...index.ofKind('gateway.networking.k8s.io', 'HTTPRoute'),
  ];
  for (const object of routes) yield* dangling(object, services);
}

function* dangling(object: CheckedObject, services: ReadonlyMap<string, CheckedObject>): Iterable<Mistake> {
  for (const { namespace, service, port } of backendsOf(object)) {
    const target = services.get(`${namespace}/${service}`);
    const why = 'The controller answers 503.';
    if (!target) {
      yield {
        objects: [object],
        what: `${describe(object)} leads to Service "${namespace}/${service}", which this app does not have.`,
        why,
        fix: 'Route to a Service object instead of a name, or correct the name.',
      };
      continue;
    }
    const ports = list(target.manifest, 'spec', 'ports');
    if (ports.some((candidate) => text(candidate, 'name') === port || number(candidate, 'port') === port)) continue;
    yield {
      objects: [object, target],
      what: `${describe(object)} leads to port ${JSON.stringify(port)} of ${describe(target)}, which has no such port.`,
      why,
      fix: `Use one of its ports: ${ports.map((candidate) => text(candidate, 'name') ?? String(number(candidate, 'port'))).join(', ')}.`,
    };
  }
}
