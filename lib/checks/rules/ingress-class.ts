import { type Mistake } from '../finding';
import { classOf, isDefaultClass } from '../ingress-routes';
import { describe, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/**
 * An Ingress that no controller serves, or that is annotated for the other one of the two nginx controllers.
 */
export const ingressClass: Rule = {
  id: 'R17',
  name: 'ingress-class',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'No controller serves the class of an Ingress.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const classes = index.objects.filter(({ manifest }) => manifest.kind === 'IngressClass');
  const byName = new Map(classes.map((object) => [nameOf(object), object]));
  const defaults = classes.filter(isDefaultClass);
  yield* twoDefaults(defaults);
  for (const object of index.objects) {
    if (object.manifest.kind !== 'Ingress') continue;
    const { field, annotation } = classOf(object);
    if (field !== undefined && annotation !== undefined) {
      yield {
        severity: 'error',
        objects: [object],
        what: `${describe(object)} names its class twice: ingressClassName "${field}" and annotation kubernetes.io/ingress.class "${annotation}".`,
        why: 'The API server refuses to create it.',
        fix: 'Remove the annotation: the field took its place in Kubernetes 1.18.',
      };
    }
    const name = field ?? annotation;
    const served = name === undefined ? defaults[0] : byName.get(name);
    if (!served) {
      yield unserved(object, name, classes);
      continue;
    }
  }
}

function* twoDefaults([first, second]: readonly CheckedObject[]): Iterable<Mistake> {
  if (!first || !second) return;
  yield {
    severity: 'error',
    objects: [second, first],
    what: `${describe(first)} and ${describe(second)} are both the default class.`,
    why: 'The API server refuses every Ingress without a class as long as there are two.',
    fix: 'Leave defaultClass: true to one of them.',
  };
}

function unserved(object: CheckedObject, name: string | undefined, classes: readonly CheckedObject[]): Mistake {
  const known = classes.map((other) => `"${nameOf(other)}"`).join(', ');
  return {
    severity: 'warning',
    objects: [object],
    what:
      name === undefined
        ? `${describe(object)} names no class, and no class of this app is the default.`
        : `${describe(object)} has the class "${name}", which no controller of this app serves${known ? ` (there is ${known})` : ''}.`,
    why: 'Unless the cluster has such a controller already, nothing listens: there is no error, only no answer.',
    fix: 'Route through an NginxIngressStack of the app, or install the controller that serves the class.',
  };
}
