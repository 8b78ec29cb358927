import { at, fields, list, number, text, type Fields } from '../../../kubernetes/fields';
import { isClusterScoped } from '../../api-groups';
import { nameOf, type CheckedObject } from '../../manifest';
import { madeOf } from './patch-objects';

/** Kinds with a pod template at `spec.template`, and a selector of its pods. */
const SELECTING = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Objects with what a kustomization says of all of them: namespace, labels, annotations, images and replicas. */
export function transformObjects(objects: readonly CheckedObject[], content: Fields): readonly CheckedObject[] {
  const transforms = [
    namespaceOfAll(text(content, 'namespace'), objects),
    ...list(content, 'labels').map((entry) =>
      labelsOfAll(fields(entry, 'pairs'), isTrue(entry, 'includeSelectors'), isTrue(entry, 'includeTemplates')),
    ),
    labelsOfAll(fields(content, 'commonLabels'), true, true),
    annotationsOfAll(fields(content, 'commonAnnotations')),
    ...list(content, 'replicas').map(replicasOf),
    ...list(content, 'images').map(imageOf),
  ];
  return objects.map((object) => transforms.reduce((made, transform) => transform(made), object));
}

type Transform = (object: CheckedObject) => CheckedObject;

function isTrue(entry: unknown, field: string): boolean {
  return at(entry, field) === true;
}

/** Accounts that bindings name are moved with those that the kustomization has, and with the one that each namespace has. */
function namespaceOfAll(namespace: string | undefined, objects: readonly CheckedObject[]): Transform {
  const accounts = new Set([
    'default',
    ...objects.filter(({ manifest }) => manifest.kind === 'ServiceAccount').map(nameOf),
  ]);
  const moved = (subject: unknown): unknown =>
    text(subject, 'kind') === 'ServiceAccount' && accounts.has(text(subject, 'name') ?? '')
      ? { ...fields(subject), namespace }
      : subject;
  return (object) => {
    const { manifest } = object;
    if (namespace === undefined || namespace === '') return object;
    if (manifest.kind === 'Namespace') return withField(object, ['metadata', 'name'], namespace);
    const isBinding = manifest.kind === 'ClusterRoleBinding' || manifest.kind === 'RoleBinding';
    const bound = isBinding ? withField(object, ['subjects'], list(manifest, 'subjects').map(moved)) : object;
    return isClusterScoped(object) ? bound : withField(bound, ['metadata', 'namespace'], namespace);
  };
}

function labelsOfAll(pairs: Fields, isSelector: boolean, isTemplate: boolean): Transform {
  if (Object.keys(pairs).length === 0) return (object) => object;
  return (object) => {
    const { kind } = object.manifest;
    let made = withPairs(object, ['metadata', 'labels'], pairs);
    if ((isSelector || isTemplate) && SELECTING.has(kind)) {
      made = withPairs(made, ['spec', 'template', 'metadata', 'labels'], pairs);
    }
    if (!isSelector) return made;
    if (SELECTING.has(kind)) return withPairs(made, ['spec', 'selector', 'matchLabels'], pairs);
    if (kind === 'Service') return withPairs(made, ['spec', 'selector'], pairs);
    const selector = kind === 'NetworkPolicy' ? 'podSelector' : kind === 'PodDisruptionBudget' ? 'selector' : undefined;
    const path = selector === undefined ? undefined : ['spec', selector, 'matchLabels'];
    return path && at(object.manifest, ...path) !== undefined ? withPairs(made, path, pairs) : made;
  };
}

function annotationsOfAll(pairs: Fields): Transform {
  if (Object.keys(pairs).length === 0) return (object) => object;
  return (object) => {
    const made = withPairs(object, ['metadata', 'annotations'], pairs);
    return SELECTING.has(object.manifest.kind)
      ? withPairs(made, ['spec', 'template', 'metadata', 'annotations'], pairs)
      : made;
  };
}

function replicasOf(entry: unknown): Transform {
  const [name, count] = [text(entry, 'name'), number(entry, 'count')];
  return (object) =>
    nameOf(object) === name &&
    count !== undefined &&
    object.manifest.kind !== 'DaemonSet' &&
    SELECTING.has(object.manifest.kind)
      ? withField(object, ['spec', 'replicas'], count)
      : object;
}

function imageOf(entry: unknown): Transform {
  const [name = '', newName, digest] = [text(entry, 'name'), text(entry, 'newName'), text(entry, 'digest')];
  const tag = text(entry, 'newTag') ?? number(entry, 'newTag')?.toString();
  const renamed = (container: unknown): unknown => {
    const [, image = '', suffix = ''] = /^([^@]*?)(:[^:/@]*)?(?:@.*)?$/.exec(text(container, 'image') ?? '') ?? [];
    if (image !== name) return container;
    const version = digest === undefined ? (tag === undefined ? suffix : `:${tag}`) : `@${digest}`;
    return { ...fields(container), image: `${newName ?? image}${version}` };
  };
  return (object) => {
    const { manifest } = object;
    const path =
      manifest.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', 'spec'] : ['spec', 'template', 'spec'];
    return ['containers', 'initContainers'].reduce((made, field) => {
      const containers = list(made.manifest, ...path, field);
      const changed = containers.map(renamed);
      return changed.every((each, i) => each === containers[i]) ? made : withField(made, [...path, field], changed);
    }, object);
  };
}

function withPairs(object: CheckedObject, path: readonly string[], pairs: Fields): CheckedObject {
  return withField(object, path, { ...fields(object.manifest, ...path), ...pairs });
}

function withField(object: CheckedObject, path: readonly string[], value: unknown): CheckedObject {
  const changed = (target: Fields, [key = '', ...rest]: readonly string[]): Fields => ({
    ...target,
    [key]: rest.length === 0 ? value : changed(fields(target, key), rest),
  });
  return madeOf(object, changed(object.manifest, path));
}
