import { at, fields, list, optionalFields, optionalWhole, show, text, type Fields } from '../../kubernetes/fields';
import { add } from '../../kubernetes/int64';
import { quantityValue, requireMilliValue } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { readPod, wholeRequests, type ContainerState, type PodLevelRequests } from '../hpa/pod-state';

/** What the model needs of a workload's manifest. Lengths of time are seconds. */
export interface Workload {
  readonly name: string;
  /** The image of the container that does the work. */
  readonly image: string;
  readonly replicas?: number;
  readonly containers: readonly ContainerState[];
  readonly podLevel?: PodLevelRequests;
  /** Cores that a pod requests. */
  readonly cpuRequest: number;
  /** Bytes that a pod requests. */
  readonly memoryRequest: number;
  /** Cores that the container which does the work is limited to; undefined without a limit. */
  readonly cpuLimit?: number;
  /** Bytes that the container which does the work is limited to; undefined without a limit. */
  readonly memoryLimit?: number;
  readonly readiness?: Probe;
  readonly startup?: Probe;
  readonly liveness?: Probe;
  readonly minReadySeconds: number;
  readonly gracePeriod: number;
  /** What its preStop hook sleeps. */
  readonly preStop: number;
  readonly rollout: Rollout;
  /** Whether each pod waits for the one before to be ready, as in a StatefulSet. */
  readonly ordered: boolean;
}

/** A probe, with the API's defaults. */
export interface Probe {
  readonly initialDelay: number;
  readonly period: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  /** How long it waits for an answer. */
  readonly timeout: number;
  /** Whether the process has to answer it as it answers requests: by HTTP or gRPC, not by a command or an open port. */
  readonly asksTheApp: boolean;
}

/** How a new version takes the place of an old one. */
export interface Rollout {
  readonly type: 'RollingUpdate' | 'Recreate';
  /** How many pods there may be above the wanted ones, as it stands in the manifest. */
  readonly maxSurge: number | string;
  /** How many of the wanted pods may be unavailable. */
  readonly maxUnavailable: number | string;
}

/**
 * A Deployment, StatefulSet or ReplicaSet as the model needs it.
 *
 * @throws InputError if a number or quantity of it is invalid.
 */
export function readWorkload(manifest: Fields): Workload {
  const name = text(manifest, 'metadata', 'name') ?? '';
  const spec = fields(manifest, 'spec');
  const podSpec = fields(spec, 'template', 'spec');
  const pod = { metadata: { name }, spec: podSpec };
  const { containers, podLevel } = readPod(pod);
  const { requests, overhead } = wholeRequests(`Pod "${name}"`, pod);
  const units = (resource: string): number => Number(add(requests[resource] ?? 0, overhead[resource] ?? 0)) / 1000;
  const [main] = list(podSpec, 'containers');
  const cpuLimit = at(main, 'resources', 'limits', 'cpu') ?? 0;
  const memoryLimit = quantityValue(at(main, 'resources', 'limits', 'memory'));
  const stateful = text(manifest, 'kind') === 'StatefulSet';
  return {
    name,
    image: text(main, 'image') ?? '',
    replicas: optionalWhole('spec.replicas', spec.replicas),
    containers,
    podLevel,
    cpuRequest: units('cpu'),
    memoryRequest: units('memory'),
    // a kubelet takes 0 for no limit
    cpuLimit: Number(requireMilliValue(`${name}: limit of cpu`, cpuLimit)) / 1000 || undefined,
    memoryLimit: memoryLimit === 0 ? undefined : memoryLimit,
    readiness: readProbe(main, 'readinessProbe'),
    startup: readProbe(main, 'startupProbe'),
    liveness: readProbe(main, 'livenessProbe'),
    minReadySeconds: optionalWhole('spec.minReadySeconds', spec.minReadySeconds) ?? 0,
    gracePeriod: optionalWhole('terminationGracePeriodSeconds', podSpec.terminationGracePeriodSeconds) ?? 30,
    preStop: preStopSeconds(main),
    rollout: stateful
      ? { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 }
      : readRollout(optionalFields(spec, 'strategy')),
    ordered: stateful && text(spec, 'podManagementPolicy') !== 'Parallel',
  };
}

function readProbe(container: unknown, field: string): Probe | undefined {
  const probe = optionalFields(container, field);
  if (!probe) {
    if ((at(container, field) ?? undefined) === undefined) return undefined;
    throw new InputError({
      what: `${field} is ${show(at(container, field))}.`,
      why: 'The API server refuses it: a probe is a map.',
      fix: `Write ${field}: { httpGet: { path: /, port: 8080 } }, or leave it out.`,
    });
  }
  const number = (name: string, preset: number, least: number): number =>
    optionalWhole(`${field}.${name}`, probe[name], least) ?? preset;
  return {
    initialDelay: number('initialDelaySeconds', 0, 0),
    period: number('periodSeconds', 10, 1),
    successThreshold: number('successThreshold', 1, 1),
    failureThreshold: number('failureThreshold', 3, 1),
    timeout: number('timeoutSeconds', 1, 1),
    asksTheApp: 'httpGet' in probe || 'grpc' in probe,
  };
}

/** What a preStop hook sleeps: natively, or with the command `sleep`. */
function preStopSeconds(container: unknown): number {
  const hook = optionalFields(container, 'lifecycle', 'preStop');
  const native = at(hook, 'sleep', 'seconds');
  if (typeof native === 'number') return native;
  const command = list(hook, 'exec', 'command').join(' ');
  return Number(/\bsleep (\d+(?:\.\d+)?)/.exec(command)?.[1] ?? 0);
}

function readRollout(strategy: Fields | undefined): Rollout {
  const rolling = fields(strategy, 'rollingUpdate');
  return {
    type: text(strategy, 'type') === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    maxSurge: countOrPercent('maxSurge', rolling.maxSurge),
    maxUnavailable: countOrPercent('maxUnavailable', rolling.maxUnavailable),
  };
}

function countOrPercent(name: string, value: unknown): number | string {
  if (value === undefined || value === null) return '25%';
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  if (typeof value === 'string' && /^\d+%$/.test(value)) return value;
  throw new InputError({
    what: `rollingUpdate.${name} ${show(value)} is neither a whole number nor a percentage.`,
    why: 'The API server refuses it.',
    fix: 'Write a number such as 1, or a percentage such as "25%".',
  });
}

/** A count that may be a percentage of the replicas. */
export function countOf(value: number | string, replicas: number, round: (count: number) => number): number {
  return typeof value === 'number' ? value : round((replicas * parseInt(value, 10)) / 100);
}

/**
 * Seconds from the start of the container to the pod being Ready; Infinity if its probes kill it before it has booted, again and again.
 *
 * @param phase when a probe ticks for the first time
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
export function readyAfter({ readiness, startup, liveness }: Workload, bootSeconds: number, phase: number): number {
  const killer = startup ?? liveness;
  if (killer && bootSeconds > killer.initialDelay + killer.period * killer.failureThreshold) return Infinity;
  const started = startup ? firstSuccess(startup, bootSeconds, phase) : 0;
  if (!readiness) return started;
  const first = firstSuccess(readiness, Math.max(bootSeconds, started), phase);
  return first + (readiness.successThreshold - 1) * readiness.period;
}

/** How soon a kubelet sees that a container runs. It probes then, whatever the period is. */
const NOTICED_AFTER = 1;

/** The first probe at which the process answers. */
function firstSuccess({ initialDelay, period }: Probe, up: number, phase: number): number {
  const earliest = Math.max(initialDelay, up);
  const first = phase % period;
  const ticked = first + Math.max(0, Math.ceil((earliest - first) / period)) * period;
  return earliest <= NOTICED_AFTER ? Math.min(NOTICED_AFTER, ticked) : ticked;
}
