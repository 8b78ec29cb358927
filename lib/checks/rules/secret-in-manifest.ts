import { fields, list, text } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

interface Found {
  readonly field: string;
  /** What it is, without its value: a report must not repeat a secret. */
  readonly what: string;
  readonly fix: string;
}

/** The last word of a name that says that its value is to be kept: DB_PASSWORD and --api-key, not PASSWORD_FILE. */
const TELLING = /(?:^|[-_.])(?:password|passwd|passphrase|token|secret|api[-_]?key|access[-_]?key|private[-_]?key)$/i;
/** A value that only says where the secret is, or whether there is one: a path, a variable, a switch. */
const HARMLESS = /^(?:\/|\.\/|\$\(|\$\{|(?:true|false|yes|no|none|\d+)?$)/i;
/** What follows `://` in a URL with a password: user, colon, password. */
const PASSWORD = /[^\s/:@]*:(?!\$[({])[^\s/@]+@/y;
/** A value that asks its reader for the real one. */
const STAND_IN =
  /\byour[-_ ]|\bchange[-_ ]?(?:me|it|this)\b|place[-_ ]?holder|\breplace[-_ ]|base64[-_ ]encoded|\bdummy\b|^x{3,}$/i;
const ARGO_CD_CREDENTIALS = new Set([
  ...['bearerToken', 'config', 'gcpServiceAccountKey', 'githubAppPrivateKey', 'password', 'sshPrivateKey'],
  ...['tlsClientCertKey'],
]);
const REFER = 'Name a Secret that is made elsewhere: valueFrom.secretKeyRef.';

/**
 * The value of a secret in a manifest. Whoever reads the repository, its history or the object has it.
 */
export const secretInManifest: Rule = {
  id: 'R40',
  name: 'secret-in-manifest',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A manifest contains the value of a secret.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const secret of index.ofKind('', 'Secret')) yield* secretValues(secret);
  for (const { object, template } of index.workloads) {
    const prefix = templatePathOf(object);
    for (const { container, name, path } of containersOf(template)) {
      const place = `${prefix}${path}`;
      for (const found of [...inEnvironment(container, place), ...inArguments(container, place)]) {
        yield mistake(object, { ...found, what: `container "${name}" has ${found.what}` });
      }
    }
  }
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind === 'ScaledObject') for (const found of inTriggers(object)) yield mistake(object, found);
  }
}

function* secretValues(secret: CheckedObject): Iterable<Mistake> {
  for (const field of ['data', 'stringData']) {
    const keys = Object.entries(fields(secret.manifest, field))
      .filter(([key, value]) => typeof value === 'string' && value !== '' && mayBeSecret(secret, key))
      .filter(([, value]) => {
        const texts = field === 'data' ? [value as string, decoded(value as string)] : [value as string];
        return !texts.some((each) => isStandIn(each) || isSwitch(each));
      })
      .map(([key]) => key);
    if (keys.length === 0) continue;
    yield mistake(secret, {
      field,
      what: `it has the values of ${keys.join(', ')}.`,
      fix: 'Make it outside of the manifests: kubectl create secret, External Secrets, Sealed Secrets.',
    });
  }
}

/**
 * Whether a key of a Secret holds one: those that describe a repository or a cluster to Argo CD do so beside its credentials.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
 */
function mayBeSecret({ manifest }: CheckedObject, key: string): boolean {
  if (/\.pub$|(?:^|[-_.])(?:ca\.crt|public[-_]?key)$/i.test(key)) return false; // for everybody
  return (
    text(manifest.metadata, 'labels', 'argocd.argoproj.io/secret-type') === undefined || ARGO_CD_CREDENTIALS.has(key)
  );
}

function isStandIn(value: string): boolean {
  return value.length < 200 && STAND_IN.test(value);
}

/** Whether a value switches something on or off. */
function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off)$/i.test(value.trim());
}

function decoded(value: string): string {
  return /^[\w+/]{4,200}={0,2}\s*$/.test(value) ? Buffer.from(value, 'base64').toString('latin1') : '';
}

function inEnvironment(container: unknown, place: string): Found[] {
  return list(container, 'env').flatMap((variable, i) => {
    const name = text(variable, 'name') ?? '';
    const value = text(variable, 'value') ?? '';
    if (!isSecret(name, value)) return [];
    return { field: `${place}.env[${i}].value`, what: `a secret as the value of the variable ${name}.`, fix: REFER };
  });
}

function inArguments(container: unknown, place: string): Found[] {
  return ['command', 'args'].flatMap((field) =>
    list(container, field).flatMap((word, i) => {
      const [, flag = '', value = ''] = /^--?([\w.-]+)=(.*)$/s.exec(typeof word === 'string' ? word : '') ?? [];
      if (!isSecret(flag, value)) return [];
      const fix = `Pass a variable, --${flag}=$(NAME), and take it from a Secret: valueFrom.secretKeyRef.`;
      return { field: `${place}.${field}[${i}]`, what: `a secret as the value of --${flag}.`, fix };
    }),
  );
}

function inTriggers(object: CheckedObject): Found[] {
  const fix = 'Name a TriggerAuthentication in authenticationRef.';
  return triggersOf(object.manifest).flatMap(({ metadata, path }) => {
    const headers = text(metadata, 'customHeaders') ?? '';
    const isTold = /(?:^|,)\s*(?:authorization|[\w-]*(?:token|api-?key))=/i.test(headers);
    return [
      ...(isTold ? [{ field: `${path}.metadata.customHeaders`, what: 'customHeaders has a secret.', fix }] : []),
      ...(hasPassword(text(metadata, 'serverAddress') ?? '')
        ? [{ field: `${path}.metadata.serverAddress`, what: 'serverAddress has a password.', fix }]
        : []),
    ];
  });
}

function isSecret(name: string, value: string): boolean {
  return (TELLING.test(name) && !HARMLESS.test(value) && !isStandIn(value)) || hasPassword(value);
}

/** Whether a text holds a URL with a password; in linear time, because it may be a whole file. */
function hasPassword(value: string): boolean {
  for (let at = value.indexOf('://'); at >= 0; at = value.indexOf('://', at + 3)) {
    PASSWORD.lastIndex = at + 3;
    if (/[a-z0-9+.-]/i.test(value.charAt(at - 1)) && PASSWORD.test(value)) return true;
  }
  return false;
}

function mistake(object: CheckedObject, { field, what, fix }: Found): Mistake {
  return {
    objects: [object],
    field,
    what: `${describe(object)}: ${what}`,
    why: 'Whoever can read the repository, its history or the object has it, and it stays there after it was changed.',
    fix,
  };
}
