import { type Mistake } from '../finding';
import { annotationOf, classOf, familyOf, pathsOf, type IngressFamily } from '../ingress-routes';
import { describe, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** Two routes for the same requests. */
export const ingressConflict: Rule = {
  id: 'R50',
  name: 'ingress-conflict',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'Two Ingresses claim the same host and path.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const families = new Map<string, IngressFamily | undefined>();
  for (const object of index.ofKind('networking.k8s.io', 'IngressClass')) {
    families.set(nameOf(object), familyOf(object));
  }
  const owners = new Map<string, CheckedObject>();
  const hosts = new Map<string, CheckedObject>();
  for (const object of index.ofKind('networking.k8s.io', 'Ingress')) {
    yield* duplicates(object, owners);
    const { field, annotation } = classOf(object);
    const family = families.get(field ?? annotation ?? '');
    if (family?.controller === 'nginx.org/ingress-controller') yield* sharedHosts(object, hosts);
  }
}

/** One host and path twice: the API server takes both, and the older one answers. A canary is meant to share. */
function* duplicates(object: CheckedObject, owners: Map<string, CheckedObject>): Iterable<Mistake> {
  if (annotationOf(object, 'nginx.ingress.kubernetes.io/canary') === 'true') return;
  const { field, annotation } = classOf(object);
  for (const { host, path, pathType, isAction } of pathsOf(object)) {
    if (isAction) continue;
    const key = [field ?? annotation ?? '', host, pathType, path].join(' ');
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, object);
      continue;
    }
    yield {
      objects: [object, owner],
      what: `${describe(object)} and ${owner === object ? 'itself' : describe(owner)} both take ${host === '*' ? 'any host' : `host "${host}"`}, path "${path}".`,
      why: 'Only one of them gets the requests, and which one depends on their age.',
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
      objects: [object, owner],
      what: `${describe(object)} and ${describe(owner)} share ${host === '*' ? 'the empty host' : `host "${host}"`} at F5's controller.`,
      why: 'It gives a host to the oldest Ingress and rejects the others with an event that nobody sees.',
      fix: 'Make them backends of one route, or give them hosts of their own.',
    };
  }
}
