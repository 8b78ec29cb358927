import { at, fields, list, text, type CheckedObject, type Fields } from './manifest';

const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** The pod (metadata and spec) that an object is or makes; undefined for other kinds. */
export function podTemplateOf({ manifest }: CheckedObject): Fields | undefined {
  const path = TEMPLATE_PATHS.get(manifest.kind);
  return path && fields(manifest, ...path);
}

/** A container of a pod, with the field that holds it. */
export interface ContainerOfPod {
  readonly container: Fields;
  readonly name: string;
  readonly field: 'containers' | 'initContainers';
}

/** All containers of a pod template, init containers included. */
export function containersOf(template: Fields): ContainerOfPod[] {
  return (['containers', 'initContainers'] as const).flatMap((field) =>
    list(template, 'spec', field).map((container) => ({
      container: fields(container),
      name: text(container, 'name') ?? '',
      field,
    })),
  );
}

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
