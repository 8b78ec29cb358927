import { fields } from '../../kubernetes/fields';
import { ingressPathProblem } from '../../validation';
import { type Mistake } from '../finding';
import { pathsOf } from '../ingress-routes';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

const NGINX = 'nginx.ingress.kubernetes.io';

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
      if (isRegularExpression(object) && ingressPathProblem(path, 'ImplementationSpecific') === undefined) {
        yield strictTypes(object, path, pathType);
        break;
      }
      yield {
        objects: [object],
        what: `${describe(object)} has the path "${path}" of type ${pathType}, which ${problem}.`,
        why: 'The API server or the controller refuses it, or no request ever matches.',
        fix: 'Write an absolute path, or pathType ImplementationSpecific for a regular expression that the controller knows.',
      };
    }
  }
}

/** Whether ingress-nginx takes the paths of an Ingress for regular expressions, whatever their type. */
function isRegularExpression({ manifest }: CheckedObject): boolean {
  const annotations = fields(manifest.metadata, 'annotations');
  return annotations[`${NGINX}/use-regex`] === 'true' || annotations[`${NGINX}/rewrite-target`] !== undefined;
}

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#strict-validate-path-type */
function strictTypes(object: CheckedObject, path: string, pathType: string): Mistake {
  return {
    severity: 'warning',
    objects: [object],
    what: `${describe(object)} has the regular expression "${path}" as a path of type ${pathType}.`,
    why: 'ingress-nginx takes it for one by its annotations, and its webhook refuses it since 1.12: strict-validate-path-type is on.',
    fix: 'Write pathType ImplementationSpecific.',
  };
}
