import { at, fields, list, text, type Fields } from '../kubernetes/fields';
import { quantityValue } from '../kubernetes/quantity';
import { type CheckedObject } from './manifest';
import { remembered } from './remembered';

const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['Rollout', ['spec', 'template']],
]);

/** The kinds of objects that are or make pods. */
export const WORKLOAD_KINDS: ReadonlySet<string> = new Set(TEMPLATE_PATHS.keys());

/** The pod (metadata and spec) that an object is or makes; undefined for other kinds. */
export function podTemplateOf({ manifest }: CheckedObject): Fields | undefined {
  const path = TEMPLATE_PATHS.get(manifest.kind);
  return path && fields(manifest, ...path);
}

/** Where the pod of an object is, as a prefix of a field's path: `spec.template.`, or nothing for a Pod. */
export function templatePathOf({ manifest }: CheckedObject): string {
  return (TEMPLATE_PATHS.get(manifest.kind) ?? []).map((key) => `${key}.`).join('');
}

/** The labels that the pods of a workload carry. */
export function podLabelsOf({ template }: { readonly template: Fields }): Fields {
  return fields(template, 'metadata', 'labels');
}

/** A container of a pod, with the field that holds it. */
export interface ContainerOfPod {
  readonly container: Fields;
  readonly name: string;
  readonly field: 'containers' | 'initContainers';
  /** Its place in the pod, such as `spec.containers[0]`. */
  readonly path: string;
}

/** All containers of a pod template, init containers included. */
export const containersOf = remembered((template: Fields): readonly ContainerOfPod[] =>
  (['containers', 'initContainers'] as const).flatMap((field) =>
    list(template, 'spec', field).map((container, i) => ({
      container: fields(container),
      name: text(container, 'name') ?? '',
      field,
      path: `spec.${field}[${i}]`,
    })),
  ),
);

/** The containers that run beside each other for the pod's whole life: the ones whose requests an autoscaler adds up. */
export function longRunningContainersOf(template: Fields): ContainerOfPod[] {
  return containersOf(template).filter(isLongRunning);
}

/** Whether a container runs as long as its pod: all do but init containers, and of those the native sidecars. */
export function isLongRunning({ container, field }: ContainerOfPod): boolean {
  return field === 'containers' || text(container, 'restartPolicy') === 'Always';
}

/** The request for a resource; a limit without a request counts as one, because the API server copies it. */
export function requestOf(container: Fields, resource: string): string | number | undefined {
  const request = at(container, 'resources', 'requests', resource) ?? at(container, 'resources', 'limits', resource);
  return typeof request === 'string' || typeof request === 'number' ? request : undefined;
}

/** How much of a resource a pod asks for: the pod's own request where it has one, else the sum of its containers'. */
export function requestOfPod(template: Fields, resource: string): number {
  const ofPod = requestOf(fields(template, 'spec'), resource);
  if (ofPod !== undefined) return quantityValue(ofPod) ?? 0;
  return longRunningContainersOf(template).reduce(
    (sum, { container }) => sum + (quantityValue(requestOf(container, resource) ?? 0) ?? 0),
    0,
  );
}
