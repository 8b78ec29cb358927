import { ingressPathProblem } from '../../validation';
import { type Mistake } from '../finding';
import { pathsOf } from '../ingress-routes';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A path of an Ingress that its type does not allow. */
export const ingressPath: Rule = {
  id: 'R51',
  name: 'ingress-path',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A path of an Ingress is invalid, or can never match.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const object of index.ofKind('networking.k8s.io', 'Ingress')) {
    for (const { path, pathType } of pathsOf(object)) {
      if (path === '' && pathType === 'ImplementationSpecific') continue; // every path, to the controllers
      const problem = ingressPathProblem(path, pathType);
      if (problem === undefined) continue;
      yield {
        objects: [object],
        what: `${describe(object)} has the path "${path}" of type ${pathType}, which ${problem}.`,
        why: 'The API server or the controller refuses it, or no request ever matches.',
        fix: 'Write an absolute path, or pathType ImplementationSpecific for a regular expression that the controller knows.',
      };
    }
  }
}
