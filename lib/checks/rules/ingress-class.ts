import { type CheckContext } from '../check-options';
import { hasMaker, sayProvided } from '../cluster-provides';
import { counterpartOf } from '../counterpart';
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

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const classes = index.ofKind('networking.k8s.io', 'IngressClass');
  const defaults = classes.filter(isDefaultClass);
  yield* twoDefaults(defaults);
  for (const object of index.ofKind('networking.k8s.io', 'Ingress')) {
    const { field, annotation } = classOf(object);
    if (field !== undefined && annotation !== undefined && field !== annotation) {
      yield twoClasses(object, field, annotation);
    }
    const name = field ?? annotation;
    if (name !== undefined) yield* unserved(index, context, object, name);
    else if (classes.length > 0 && defaults.length === 0 && !mayHaveDefault(context)) {
      yield withoutClass(object, classes);
    }
  }
}

function* twoDefaults([first, second]: readonly CheckedObject[]): Iterable<Mistake> {
  if (!first || !second) return;
  yield {
    objects: [second, first],
    what: `${describe(first)} and ${describe(second)} are both the default class.`,
    why: 'The API server refuses every Ingress without a class as long as there are two.',
    fix: 'Leave defaultClass: true to one of them.',
  };
}

/** The API server compares the two on creation. */
function twoClasses(object: CheckedObject, field: string, annotation: string): Mistake {
  return {
    objects: [object],
    what: `${describe(object)} names two classes: ingressClassName "${field}", and "${annotation}" in the annotation kubernetes.io/ingress.class.`,
    why: 'The API server refuses to create it: the annotation must match ingressClassName.',
    fix: 'Remove the annotation: the field took its place in Kubernetes 1.18.',
  };
}

function* unserved(
  index: ManifestIndex,
  context: CheckContext,
  object: CheckedObject,
  name: string,
): Iterable<Mistake> {
  const served = counterpartOf(index, context, { kind: 'IngressClass', namespace: '', name });
  if (served.state !== 'missing') return;
  yield {
    severity: 'warning',
    objects: [object, ...served.neighbours],
    what: `${describe(object)} has the class "${name}", and the controllers here serve ${namesOf(served.neighbours)}.`,
    why: UNSERVED,
    fix: served.meant
      ? `Did you mean "${nameOf(served.meant)}"?`
      : `Use a class that is served, or ${sayProvided(context, `IngressClass ${name}`)}.`,
  };
}

function withoutClass(object: CheckedObject, classes: readonly CheckedObject[]): Mistake {
  return {
    severity: 'warning',
    objects: [object, ...classes],
    what: `${describe(object)} names no class, and none of ${namesOf(classes)} is the default.`,
    why: UNSERVED,
    fix: `Name the class: ingressClassName: ${nameOf(classes[0]!)}.`,
  };
}

const UNSERVED = 'Unless the cluster has another controller, nothing listens: there is no error, only no answer.';

function namesOf(classes: readonly CheckedObject[]): string {
  return classes.map((each) => `"${nameOf(each)}"`).join(', ');
}

/** Whether a class that is not among the manifests may be the default. */
function mayHaveDefault(context: CheckContext): boolean {
  return hasMaker(context, '') || context.provides.some((provided) => provided.startsWith('IngressClass '));
}
