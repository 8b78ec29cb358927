import { at, fields, list, show, text, type Fields } from '../../kubernetes/fields';
import { add, type Int64 } from '../../kubernetes/int64';
import { requireMilliValue } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { milliseconds, optionalMilliseconds } from '../instant';

/** What a controller sees of a pod. Times are milliseconds, requests thousandths. */
export interface PodState {
  readonly name: string;
  readonly phase: string;
  /** Whether it has a deletion timestamp. */
  readonly deleted: boolean;
  readonly startTime?: number;
  readonly ready?: ReadyCondition;
  readonly containers: readonly ContainerState[];
  /** Requests of the pod as a whole, where it has some. */
  readonly podLevel?: PodLevelRequests;
}

/** What a pod requests as a whole. */
export interface PodLevelRequests {
  /** By resource; for one that the pod leaves open, what its containers need at the same time. */
  readonly requests: Requests;
  /** What the runtime class adds. */
  readonly overhead: Requests;
}

/** The condition Ready of a pod. */
export interface ReadyCondition {
  readonly status: string;
  readonly lastTransitionTime: number;
}

/** A container that runs as long as its pod. */
export interface ContainerState {
  readonly name: string;
  readonly requests: Requests;
  /** Whether it is an init container with `restartPolicy: Always`. */
  readonly sidecar: boolean;
}

/** Thousandths by resource, such as `{ cpu: 200 }`. */
export type Requests = Readonly<Record<string, Int64>>;

/** A Pod as it stands in YAML. */
export type PodManifest = Fields;

/**
 * A pod as the controller sees it.
 *
 * A limit without a request counts as one, because the API server copies it.
 *
 * @throws InputError if it has no name, or a time or quantity is invalid.
 */
export function readPod(pod: PodManifest): PodState {
  const name = text(pod, 'metadata', 'name');
  if (name === undefined || name === '') {
    throw new InputError({
      what: `A pod has the name ${show(at(pod, 'metadata', 'name'))}.`,
      why: 'Samples belong to pods by name.',
      fix: 'Give metadata.name.',
    });
  }
  const path = `Pod "${name}"`;
  const condition = list(pod, 'status', 'conditions').find((each) => text(each, 'type') === 'Ready');
  const podLevel = readPodLevel(path, pod);
  return {
    name,
    phase: text(pod, 'status', 'phase') ?? '',
    deleted: (at(pod, 'metadata', 'deletionTimestamp') ?? undefined) !== undefined,
    startTime: optionalMilliseconds(`${path}: status.startTime`, at(pod, 'status', 'startTime')),
    ready:
      condition === undefined
        ? undefined
        : {
            status: text(condition, 'status') ?? '',
            lastTransitionTime: milliseconds(
              `${path}: lastTransitionTime of Ready`,
              at(condition, 'lastTransitionTime') ?? 0,
            ),
          },
    containers: [
      ...list(pod, 'spec', 'containers').map((each) => readContainer(path, each, false)),
      ...list(pod, 'spec', 'initContainers')
        .filter((each) => text(each, 'restartPolicy') === 'Always')
        .map((each) => readContainer(path, each, true)),
    ],
    ...(podLevel && { podLevel }),
  };
}

function readContainer(path: string, container: unknown, sidecar: boolean): ContainerState {
  const name = text(container, 'name') ?? '';
  return { name, sidecar, requests: readRequests(`${path}, container "${name}"`, fields(container, 'resources')) };
}

function readPodLevel(path: string, pod: PodManifest): PodLevelRequests | undefined {
  const given = Object.keys(fields(pod, 'spec', 'resources', 'requests')).length > 0;
  const limited = Object.keys(fields(pod, 'spec', 'resources', 'limits')).length > 0;
  return given || limited ? wholeRequests(path, pod) : undefined;
}

/**
 * What a pod needs as a whole, as the scheduler counts it: its containers together, or what it needs to start if that is more.
 *
 * @param path how an error names the pod
 * @throws InputError if a quantity is invalid.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function wholeRequests(path: string, pod: PodManifest): PodLevelRequests {
  const running = list(pod, 'spec', 'containers').map((each) => readContainer(path, each, false).requests);
  const sidecars: Requests[] = [];
  const starting: Requests[] = [];
  for (const each of list(pod, 'spec', 'initContainers')) {
    const { requests } = readContainer(path, each, false);
    const isSidecar = text(each, 'restartPolicy') === 'Always';
    if (isSidecar) sidecars.push(requests);
    starting.push(sum(isSidecar ? sidecars : [...sidecars, requests]));
  }
  return {
    requests: {
      ...largest([sum([...running, ...sidecars]), ...starting]),
      ...readRequests(`${path}: spec.resources`, fields(pod, 'spec', 'resources')),
    },
    overhead: readRequests(`${path}: spec.overhead`, { requests: fields(pod, 'spec', 'overhead') }),
  };
}

function sum(all: readonly Requests[]): Requests {
  return combined(all, add);
}

function largest(all: readonly Requests[]): Requests {
  return combined(all, (a, b) => (a > b ? a : b));
}

function combined(all: readonly Requests[], combine: (a: Int64, b: Int64) => Int64): Requests {
  const result: Record<string, Int64> = {};
  for (const requests of all) {
    for (const [resource, amount] of Object.entries(requests)) {
      const before = result[resource];
      result[resource] = before === undefined ? amount : combine(before, amount);
    }
  }
  return result;
}

function readRequests(path: string, resources: Fields): Requests {
  const written = { ...fields(resources, 'limits'), ...fields(resources, 'requests') };
  return Object.fromEntries(
    Object.entries(written).map(([resource, quantity]) => [
      resource,
      requireMilliValue(`${path}: request of ${resource}`, quantity === null ? 0 : quantity), // as the API server stores it
    ]),
  );
}
