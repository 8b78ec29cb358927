import { at, fields, list, text, type Fields } from '../../kubernetes/fields';
import { groupOf, isBuiltIn } from '../api-groups';
import { backendsOf } from '../ingress-routes';
import { nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { targetReferenceOf } from '../manifest-index';
import { podLabelsOf, podTemplateOf } from '../pod-template';

/** What objects need of others, and what they are to others: keys that are equal where one is the other's half. */
export interface Ties {
  readonly needs: ReadonlySet<string>;
  readonly gives: ReadonlySet<string>;
}

/** How many labels a selector may have for its pods to be known by all of them. */
const MOST_LABELS = 6;

/** The ties of some objects. */
export function tiesOf(objects: readonly CheckedObject[]): Ties {
  return { needs: new Set(objects.flatMap(needsOf)), gives: new Set(objects.flatMap(givesOf)) };
}

function givesOf(object: CheckedObject): string[] {
  const { manifest } = object;
  const namespace = namespaceOf(object);
  const own = [identity(manifest.kind, namespace, nameOf(object))];
  if (manifest.kind === 'CustomResourceDefinition') {
    return [...own, `kind ${text(manifest, 'spec', 'group')}/${text(manifest, 'spec', 'names', 'kind')}`];
  }
  if (manifest.kind === 'Service') {
    return [...own, ...labelKeys('Service', namespace, fields(manifest.metadata, 'labels'))];
  }
  const template = podTemplateOf(object);
  return template ? [...own, ...labelKeys('pod', namespace, podLabelsOf({ template }))] : own;
}

function needsOf(object: CheckedObject): string[] {
  const { manifest } = object;
  const namespace = namespaceOf(object);
  switch (manifest.kind) {
    case 'HorizontalPodAutoscaler':
    case 'ScaledObject': {
      const { kind, name } = targetReferenceOf(object);
      return [identity(kind, namespace, name)];
    }
    case 'Ingress':
    case 'HTTPRoute':
      return backendsOf(object).map((backend) => identity('Service', backend.namespace, backend.service));
    case 'Service':
      return selection('pod', namespace, fields(manifest, 'spec', 'selector'));
    case 'PodDisruptionBudget':
      return selection('pod', namespace, fields(manifest, 'spec', 'selector', 'matchLabels'));
    case 'ServiceMonitor':
      return selection('Service', namespace, fields(manifest, 'spec', 'selector', 'matchLabels'));
    default: {
      const group = groupOf(object);
      const claims = list(podTemplateOf(object), 'spec', 'volumes').flatMap((volume) => {
        const claim = at(volume, 'persistentVolumeClaim', 'claimName');
        return typeof claim === 'string' ? [identity('PersistentVolumeClaim', namespace, claim)] : [];
      });
      return isBuiltIn(group) ? claims : [`kind ${group}/${manifest.kind}`];
    }
  }
}

function identity(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

/** A key for each set of labels that a selector may be; the sets of a few labels only, of which there are few. */
function labelKeys(what: string, namespace: string, labels: Fields): string[] {
  const entries = Object.entries(labels).slice(0, MOST_LABELS);
  const keys: string[] = [];
  for (let set = 1; set < 2 ** entries.length; set++) {
    keys.push(...selection(what, namespace, Object.fromEntries(entries.filter((_, i) => (set >> i) % 2 === 1))));
  }
  return keys;
}

function selection(what: string, namespace: string, labels: Fields): string[] {
  const entries = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
  return entries.length === 0 ? [] : [`${what} ${namespace} ${entries.sort().join(',')}`];
}
