import { fields } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { classOf, familyOf, isDefaultClass, readerOf, type IngressFamily } from '../ingress-routes';
import { describe, nameOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** Annotations for another controller than the one of the class. Silent where the class of an Ingress is not among the objects. */
export const ingressAnnotation: Rule = {
  id: 'R49',
  name: 'ingress-annotation',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An Ingress has annotations that its controller does not read.',
  source: 'https://docs.nginx.com/nginx-ingress-controller/installation/ingress-nginx/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const classes = index.ofKind('networking.k8s.io', 'IngressClass');
  const byName = new Map(classes.map((object) => [nameOf(object), object]));
  const byDefault = classes.find(isDefaultClass);
  for (const object of index.ofKind('networking.k8s.io', 'Ingress')) {
    const { field, annotation } = classOf(object);
    const name = field ?? annotation;
    const served = name === undefined ? byDefault : byName.get(name);
    const family = served && familyOf(served);
    if (family) yield* foreignAnnotations(object, served, family);
  }
}

function* foreignAnnotations(object: CheckedObject, served: CheckedObject, family: IngressFamily): Iterable<Mistake> {
  for (const annotation of Object.keys(fields(object.manifest.metadata, 'annotations'))) {
    const reader = readerOf(annotation);
    if (!reader || reader === family) continue;
    yield {
      objects: [object, served],
      what: `${describe(object)} has the class of ${describe(served)}, which is ${family.name}, and the annotation ${annotation}, which only ${reader.name} reads.`,
      why: 'It is ignored without a word, and the route behaves as if it were not there.',
      fix: `Use the annotation of ${family.name} (${family.annotations[0]}…), or the typed options of its route.`,
    };
  }
}
