import { ingressPathProblem } from '../../validation';
import { type Mistake } from '../finding';
import { annotationOf, backendsOf, classOf, familyOf, pathsOf, type NginxFamily } from '../ingress-routes';
import { describe, list, nameOf, namespaceOf, number, text, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/**
 * A route to a Service or port that does not exist, two routes for the same requests, a path that cannot match.
 */
export const ingressBackend: Rule = {
  id: 'R18',
  name: 'ingress-backend',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'An Ingress routes to a Service or port that does not exist, or competes with another one.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const services = new Map<string, CheckedObject>();
  const families = new Map<string, NginxFamily | undefined>();
  for (const object of index.objects) {
    if (object.manifest.kind === 'Service') services.set(`${namespaceOf(object)}/${nameOf(object)}`, object);
    if (object.manifest.kind === 'IngressClass') families.set(nameOf(object), familyOf(object));
  }
  const owners = new Map<string, CheckedObject>();
  const hosts = new Map<string, CheckedObject>();
  for (const object of index.objects) {
    const { kind } = object.manifest;
    if (kind === 'Ingress' || kind === 'HTTPRoute') yield* dangling(object, services);
    if (kind !== 'Ingress') continue;
    yield* impossiblePaths(object);
    yield* duplicates(object, owners);
    const { field, annotation } = classOf(object);
    const family = families.get(field ?? annotation ?? '');
    if (family?.controller === 'nginx.org/ingress-controller') yield* sharedHosts(object, hosts);
  }
}

function* dangling(object: CheckedObject, services: ReadonlyMap<string, CheckedObject>): Iterable<Mistake> {
  for (const { namespace, service, port } of backendsOf(object)) {
    const target = services.get(`${namespace}/${service}`);
    const finding = { severity: 'error', why: 'The controller answers 503.' } as const;
    if (!target) {
      yield {
        ...finding,
        objects: [object],
        what: `${describe(object)} leads to Service "${namespace}/${service}", which this app does not have.`,
        fix: 'Route to a Service object instead of a name, or correct the name.',
      };
      continue;
    }
    const ports = list(target.manifest, 'spec', 'ports');
    if (ports.some((candidate) => text(candidate, 'name') === port || number(candidate, 'port') === port)) continue;
    yield {
      ...finding,
      objects: [object, target],
      what: `${describe(object)} leads to port ${JSON.stringify(port)} of ${describe(target)}, which has no such port.`,
      fix: `Use one of its ports: ${ports.map((candidate) => text(candidate, 'name') ?? String(number(candidate, 'port'))).join(', ')}.`,
    };
  }
}

function* impossiblePaths(object: CheckedObject): Iterable<Mistake> {
  for (const { path, pathType } of pathsOf(object)) {
    const problem = ingressPathProblem(path, pathType);
    if (problem === undefined) continue;
    yield {
      severity: 'error',
      objects: [object],
      what: `${describe(object)} has the path "${path}" of type ${pathType}, which ${problem}.`,
      why: 'The API server or the controller refuses it, or no request ever matches.',
      fix: 'Write an absolute path, or pathType ImplementationSpecific for a regular expression that the controller knows.',
    };
  }
}

/** One host and path twice: the API server takes both, and the older one answers. A canary is meant to share. */
function* duplicates(object: CheckedObject, owners: Map<string, CheckedObject>): Iterable<Mistake> {
  if (annotationOf(object, 'nginx.ingress.kubernetes.io/canary') === 'true') return;
  const { field, annotation } = classOf(object);
  for (const { host, path, pathType } of pathsOf(object)) {
    const key = [field ?? annotation ?? '', host, pathType, path].join(' ');
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, object);
      continue;
    }
    yield {
      severity: 'error',
      objects: [object, owner],
      what: `${describe(object)} and ${owner === object ? 'itself' : describe(owner)} both take ${host === '*' ? 'any host' : `host "${host}"`}, path "${path}".`,
      why: 'One of them answers, the other one is dead, and which is which depends on their age.',
      fix: 'Give one of them another host or path, or make them two backends of one route.',
    };
  }
}

/** F5's controller gives a host to one Ingress, unless they are declared as master and minions. */
function* sharedHosts(object: CheckedObject, hosts: Map<string, CheckedObject>): Iterable<Mistake> {
  if (annotationOf(object, 'nginx.org/mergeable-ingress-type') !== undefined) return;
  const { field, annotation } = classOf(object);
  for (const host of new Set(pathsOf(object).map((path) => path.host))) {
    const key = `${field ?? annotation ?? ''} ${host}`;
    const owner = hosts.get(key);
    if (owner === undefined) {
      hosts.set(key, object);
      continue;
    }
    yield {
      severity: 'error',
      objects: [object, owner],
      what: `${describe(object)} and ${describe(owner)} share ${host === '*' ? 'the empty host' : `host "${host}"`} at F5's controller.`,
      why: 'It gives a host to the oldest Ingress and rejects the others with an event that nobody sees.',
      fix: 'Make them backends of one route, or give them hosts of their own.',
    };
  }
}
