/** What a refusal of the API server means for the next try. */
export type Verdict =
  /** What it needs is not there yet. */
  | 'later'
  /** Somebody else changed the object at the same time. */
  | 'conflict'
  /** A webhook that cannot be asked without consequences: only the real thing tells. */
  | 'untestable'
  /** It would be refused again. */
  | 'refused';

const LATER: readonly RegExp[] = [
  /failed calling webhook/,
  /no matches for kind/,
  /namespaces? "[^"]+" not found/,
  /could not find the requested resource/,
  /currently unable to handle the request/,
  /no endpoints available for service/,
  /because it is being terminated/,
  /object is being deleted/,
  /The connection to the server \S+ was refused|Unable to connect to the server|dial tcp|unexpected EOF|TLS handshake timeout|Client\.Timeout exceeded/,
  /etcdserver: |context deadline exceeded|the server was unable to return a response in the time allotted|request timed out/i,
  /unable to create new content in namespace/,
];
const CONFLICT = /the object has been modified|AlreadyExists|already exists/;

/** What a refusal means. */
export function verdictOf(message: string): Verdict {
  if (message.includes('does not support dry run')) return 'untestable';
  if (LATER.some((pattern) => pattern.test(message))) return 'later';
  return CONFLICT.test(message) ? 'conflict' : 'refused';
}

/** What to do about a refusal, where that is known. */
export function wayOut(message: string): string {
  const found = WAYS_OUT.find(([pattern]) => pattern.test(message));
  const [, namespace = 'NAME'] = /in namespace ([\w-]+) because/.exec(message) ?? [];
  return found?.[1].replace('NAME', namespace) ?? BY_VERDICT[verdictOf(message)];
}

const CORRECT = 'Correct the manifest, then apply again: what is applied already stays as it is.';
const BY_VERDICT: Readonly<Record<Verdict, string>> = {
  later: 'Wait until the cluster can take it, then apply again: it goes on where it stopped.',
  conflict: 'Apply again; if it happens each time, something else writes this object, too.',
  untestable: CORRECT,
  refused: CORRECT,
};

const WAYS_OUT: readonly (readonly [RegExp, string])[] = [
  [/failed calling webhook/, 'See why the pods behind the webhook are not ready, then apply again.'],
  [
    /field is immutable|immutable after creation|may not change once set|updates to statefulset spec/,
    'Delete the object, then apply again: this field cannot change while it exists.',
  ],
  [/is forbidden: User|cannot (?:get|create|patch|list) resource/, 'Ask for this permission, or use another context.'],
  [/exceeded quota/, 'Raise the ResourceQuota of the namespace, or ask for less.'],
  [/violates PodSecurity/, 'Meet the Pod Security Standard of the namespace, or change its label.'],
  [
    /Apply failed with \d+ conflicts?/,
    'Another field manager owns these fields: leave them out, let it apply them, or take them with --adopt.',
  ],
  [/unknown field/, 'Remove the field or correct its name: this release of Kubernetes does not have it.'],
  [
    /because it is being terminated|object is being deleted/,
    'Wait until the namespace is gone; kubectl get namespace NAME --output=yaml says in its status what holds it.',
  ],
  [/namespaces? "[^"]+" not found/, 'Create the namespace, or add it to the manifests.'],
  [/no matches for kind/, 'Install what defines this kind, or add its definitions to the manifests.'],
  [
    /The connection to the server|Unable to connect|dial tcp \S+: connect/,
    'Bring the API server back, then apply again: it goes on where it stopped.',
  ],
];
