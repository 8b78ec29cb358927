import { at, fields, list, text, type Fields } from '../kubernetes/fields';
import { containersOf, type ContainerOfPod } from './pod-template';

/** What a Pod Security Standard refuses in a pod. */
export interface PodRefusal {
  readonly what: string;
  readonly fix: string;
  readonly field: string;
}

const BASELINE_CAPABILITIES = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

const RESTRICTED_VOLUMES = new Set([
  ...[
    'name',
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
  ],
  'secret',
]);

/**
 * What a level of the Pod Security Standards refuses in a pod.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function* podSecurityMistakes(template: Fields, level: 'baseline' | 'restricted'): Iterable<PodRefusal> {
  const spec = fields(template, 'spec');
  yield* hostMistakes(spec);
  for (const each of containersOf(template)) {
    yield* baselineMistakes(each);
    if (level === 'restricted') yield* restrictedMistakes(each, fields(spec, 'securityContext'));
  }
  if (level === 'restricted') yield* volumeMistakes(spec);
}

function* hostMistakes(spec: Fields): Iterable<PodRefusal> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[field] === true) yield { what: `${field} is true`, fix: `${field}: false`, field: `spec.${field}` };
  }
  for (const [i, volume] of list(spec, 'volumes').entries()) {
    if (at(volume, 'hostPath') === undefined) continue;
    yield {
      what: `volume "${text(volume, 'name') ?? ''}" is a hostPath`,
      fix: `a volume "${text(volume, 'name') ?? ''}" that is not a hostPath`,
      field: `spec.volumes[${i}].hostPath`,
    };
  }
}

function* baselineMistakes({ container, name, path }: ContainerOfPod): Iterable<PodRefusal> {
  const where = `container "${name}"`;
  const security = fields(container, 'securityContext');
  const field = `${path}.securityContext`;
  if (security.privileged === true) {
    yield { what: `${where} is privileged`, fix: `privileged: false on ${where}`, field: `${field}.privileged` };
  }
  const added = list(security, 'capabilities', 'add').filter((each) => !BASELINE_CAPABILITIES.has(String(each)));
  if (added.length > 0) {
    yield {
      what: `${where} adds ${added.join(', ')}`,
      fix: `capabilities.add without ${added.join(', ')} on ${where}`,
      field: `${field}.capabilities.add`,
    };
  }
  for (const [i, port] of list(container, 'ports').entries()) {
    const hostPort = at(port, 'hostPort') ?? 0;
    if (hostPort === 0) continue;
    yield { what: `${where} has a hostPort`, fix: `no hostPort on ${where}`, field: `${path}.ports[${i}].hostPort` };
  }
}

function* restrictedMistakes({ container, name, path }: ContainerOfPod, ofPod: Fields): Iterable<PodRefusal> {
  const where = `container "${name}"`;
  const security = fields(container, 'securityContext');
  const refusal = (what: string, fix: string, key: string): PodRefusal => ({
    what: `${where} ${what}`,
    fix: `${fix} on ${where}`,
    field: `${path}.securityContext.${key}`,
  });
  if (security.allowPrivilegeEscalation !== false) {
    yield refusal('may escalate its privileges', 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation');
  }
  if ((security.runAsNonRoot ?? ofPod.runAsNonRoot) !== true) {
    yield refusal('may run as root', 'runAsNonRoot: true', 'runAsNonRoot');
  }
  if ((security.runAsUser ?? ofPod.runAsUser) === 0) yield refusal('runs as user 0', 'another runAsUser', 'runAsUser');
  if (!list(security, 'capabilities', 'drop').includes('ALL')) {
    yield refusal('keeps capabilities', 'capabilities.drop: ["ALL"]', 'capabilities.drop');
  }
  const added = list(security, 'capabilities', 'add').filter(
    (each) => each !== 'NET_BIND_SERVICE' && BASELINE_CAPABILITIES.has(String(each)),
  );
  if (added.length > 0) {
    yield refusal(`adds ${added.join(', ')}`, 'capabilities.add of NET_BIND_SERVICE at most', 'capabilities.add');
  }
  const seccomp = text(security, 'seccompProfile', 'type') ?? text(ofPod, 'seccompProfile', 'type');
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost') {
    yield refusal('has no seccomp profile', 'seccompProfile.type: RuntimeDefault', 'seccompProfile');
  }
}

function* volumeMistakes(spec: Fields): Iterable<PodRefusal> {
  for (const [i, volume] of list(spec, 'volumes').entries()) {
    const kind = Object.keys(fields(volume)).find((key) => !RESTRICTED_VOLUMES.has(key));
    if (kind === undefined || kind === 'hostPath') continue; // which baseline refuses already
    yield {
      what: `volume "${text(volume, 'name') ?? ''}" is of kind ${kind}`,
      fix: `a volume "${text(volume, 'name') ?? ''}" that is not of kind ${kind}`,
      field: `spec.volumes[${i}].${kind}`,
    };
  }
}
