import { at, fields, list, show, text, type Fields } from '../fields';
import { CronError, CronSchedule } from '../keda/cron';
import { type Refusal } from './refusal';

/* Where the pod of a kind is, and the restart policies that the kind takes. */
const RUNNING = { path: ['spec', 'template', 'spec'], restarts: ['Always'] };
const ENDING = ['OnFailure', 'Never'];
const KINDS: ReadonlyMap<string, { readonly path: readonly string[]; readonly restarts: readonly string[] }> = new Map([
  ['Deployment', RUNNING],
  ['StatefulSet', RUNNING],
  ['DaemonSet', RUNNING],
  ['ReplicaSet', RUNNING],
  ['Job', { path: ['spec', 'template', 'spec'], restarts: ENDING }],
  ['CronJob', { path: ['spec', 'jobTemplate', 'spec', 'template', 'spec'], restarts: ENDING }],
]);
/** What asks a container, or tells it, by one handler. */
const ASKING = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => ({
    name,
    at: [name],
    handlers: ['exec', 'grpc', 'httpGet', 'tcpSocket'],
  })),
  ...['postStart', 'preStop'].map((name) => ({
    name,
    at: ['lifecycle', name],
    handlers: ['exec', 'httpGet', 'sleep', 'tcpSocket'],
  })),
];
/** What Kubernetes takes for the progressDeadlineSeconds of a Deployment. */
const PROGRESS_DEADLINE = 600;

type Draft = readonly [field: string, what: string, fix: string];

/**
 * What the API server refuses of a pod template in fields that depend on each other. Without an image it may be a patch of another one, and
 * is left alone.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec)
 */
export function* podTemplateRefusals(manifest: Fields): Iterable<Refusal> {
  const kind = text(manifest, 'kind') ?? '';
  const known = KINDS.get(kind);
  if (!known) return;
  const pod = fields(manifest, ...known.path);
  if (containersOf(pod).some(({ container }) => text(container, 'image') === undefined)) return;
  const why = `The API server refuses the ${kind}.`;
  const path = known.path.join('.');
  for (const [field, what, fix] of podDrafts(pod, known.restarts, claimsOf(manifest))) {
    yield { field: `${path}.${field}`, what, why, fix };
  }
  for (const [field, what, fix] of ownDrafts(kind, fields(manifest, 'spec'))) {
    yield { field: `spec.${field}`, what, why, fix };
  }
}

function* ownDrafts(kind: string, spec: Fields): Iterable<Draft> {
  if (kind === 'CronJob') yield* scheduleDrafts(text(spec, 'schedule') ?? '');
  const ready = spec.minReadySeconds;
  const deadline = spec.progressDeadlineSeconds ?? PROGRESS_DEADLINE;
  if (kind !== 'Deployment' || typeof ready !== 'number' || typeof deadline !== 'number' || deadline > ready) return;
  yield [
    'minReadySeconds',
    `its minReadySeconds ${ready} is not below progressDeadlineSeconds, ${deadline}${spec.progressDeadlineSeconds === undefined ? ' by default' : ''}`,
    `Set progressDeadlineSeconds above ${ready}.`,
  ];
}

function* scheduleDrafts(schedule: string): Iterable<Draft> {
  if (schedule === '' || schedule.startsWith('@') || schedule.includes('TZ=')) return; // which releases judge differently
  try {
    CronSchedule.parse(schedule);
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    yield ['schedule', `its schedule "${schedule}" ${error.problem}`, error.fix];
  }
}

interface NamedContainer {
  readonly container: unknown;
  readonly path: string;
}

function containersOf(pod: Fields): readonly NamedContainer[] {
  return ['containers', 'initContainers'].flatMap((field) =>
    list(pod, field).map((container, i) => ({ container, path: `${field}[${i}]` })),
  );
}

/** Names of the volumes that a StatefulSet makes of its claims. */
function claimsOf(manifest: Fields): readonly string[] {
  return list(manifest, 'spec', 'volumeClaimTemplates').flatMap((claim) => text(claim, 'metadata', 'name') ?? []);
}

function* podDrafts(pod: Fields, restarts: readonly string[], claims: readonly string[]): Iterable<Draft> {
  const restart = text(pod, 'restartPolicy') ?? 'Always';
  if (!restarts.includes(restart)) {
    yield [
      'restartPolicy',
      `its restartPolicy is ${restart}${pod.restartPolicy === undefined ? ' by default' : ''}`,
      `Set restartPolicy: ${restarts.join(' or ')}.`,
    ];
  }
  const volumes = new Set([...claims, ...list(pod, 'volumes').flatMap((volume) => text(volume, 'name') ?? [])]);
  const names = new Set<string>();
  for (const { container, path } of containersOf(pod)) {
    const name = text(container, 'name') ?? '';
    const whose = `container "${name}"`;
    if (names.has(name)) {
      yield [`${path}.name`, `two containers have the name "${name}"`, 'Give each a name of its own.'];
    }
    names.add(name);
    yield* mountDrafts(container, path, whose, volumes);
    yield* variableDrafts(container, path, whose);
    yield* handlerDrafts(container, path, whose);
  }
}

function* mountDrafts(container: unknown, path: string, whose: string, volumes: ReadonlySet<string>): Iterable<Draft> {
  const places = new Set<string>();
  for (const [i, mount] of list(container, 'volumeMounts').entries()) {
    const [volume, place] = [text(mount, 'name') ?? '', text(mount, 'mountPath') ?? ''];
    const field = `${path}.volumeMounts[${i}]`;
    if (volume !== '' && !volumes.has(volume)) {
      const there = [...volumes].map((each) => `"${each}"`).join(', ');
      yield [
        `${field}.name`,
        `${whose} mounts volume "${volume}", and the pod has ${there === '' ? 'none' : there}`,
        `Add a volume "${volume}"${there === '' ? '' : ', or mount one that is there'}.`,
      ];
    }
    if (place !== '' && places.has(place)) {
      yield [`${field}.mountPath`, `${whose} mounts two volumes at ${place}`, 'Mount one of them elsewhere.'];
    }
    places.add(place);
  }
}

function* variableDrafts(container: unknown, path: string, whose: string): Iterable<Draft> {
  for (const [i, variable] of list(container, 'env').entries()) {
    const value = at(variable, 'value') ?? '';
    if (value === '' || (at(variable, 'valueFrom') ?? undefined) === undefined) continue;
    yield [
      `${path}.env[${i}].value`,
      `the variable ${show(text(variable, 'name'))} of ${whose} has both value and valueFrom`,
      'Leave one of them out.',
    ];
  }
}

function* handlerDrafts(container: unknown, path: string, whose: string): Iterable<Draft> {
  for (const { name, at: place, handlers } of ASKING) {
    const asking = at(container, ...place) ?? undefined;
    if (asking === undefined) continue;
    const field = `${path}.${place.join('.')}`;
    const given = handlers.filter((each) => (at(asking, each) ?? undefined) !== undefined);
    if (given.length === 0) {
      yield [
        field,
        `the ${name} of ${whose} says nothing to do`,
        `Give it one of ${handlers.join(', ')}, or leave it out.`,
      ];
    } else if (given.length > 1) {
      yield [field, `the ${name} of ${whose} has ${given.join(' and ')}`, 'Keep one of them.'];
    }
    const threshold = at(asking, 'successThreshold') ?? 1;
    if (name === 'readinessProbe' || typeof threshold !== 'number' || threshold === 1) continue;
    yield [
      `${field}.successThreshold`,
      `the ${name} of ${whose} has successThreshold ${threshold}`,
      'Leave it out: it has to be 1; a readinessProbe takes more.',
    ];
  }
}
