import { type Problem } from './problem';

/**
 * The formats of names and labels that the API server accepts. Each function returns what is wrong, or undefined.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

function problem(value: string, maxLength: number, pattern: RegExp, rule: string): string | undefined {
  if (value.length > maxLength) return `has ${value.length} characters; at most ${maxLength} are allowed`;
  return pattern.test(value) ? undefined : `must be ${rule}`;
}

/** Namespaces, container names and the like: RFC 1123 label. */
export function dnsLabelProblem(value: string): string | undefined {
  return problem(
    value,
    63,
    DNS_LABEL,
    'lower-case letters, digits and "-", beginning and ending with a letter or digit',
  );
}

/** Services before Kubernetes 1.36: RFC 1035 label. */
export function dns1035LabelProblem(value: string): string | undefined {
  return problem(value, 63, DNS_1035_LABEL, 'lower-case letters, digits and "-", beginning with a letter');
}

/** Most object names: RFC 1123 subdomain. */
export function dnsSubdomainProblem(value: string): string | undefined {
  if (value.length > 253) return `has ${value.length} characters; at most 253 are allowed`;
  return value.split('.').every((part) => DNS_LABEL.test(part))
    ? undefined
    : 'must be lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit';
}

/** Names of RBAC objects: anything that is one segment of a path. */
export function pathSegmentProblem(value: string): string | undefined {
  return value === '' || value === '.' || value === '..' || /[/%]/.test(value)
    ? 'must be one segment of a path: not empty, not "." or "..", without "/" and "%"'
    : undefined;
}

/** Keys of labels and annotations: an optional DNS prefix and a name. */
export function labelKeyProblem(key: string): string | undefined {
  const [name, prefix, ...rest] = key.split('/').reverse() as [string, string?, ...string[]];
  if (rest.length > 0) return 'must have at most one "/"';
  if (prefix !== undefined && dnsSubdomainProblem(prefix)) {
    return `has the prefix "${prefix}", which is not a DNS subdomain`;
  }
  return problem(
    name,
    63,
    QUALIFIED_NAME,
    'letters, digits, "-", "_" and ".", beginning and ending with a letter or digit',
  );
}

/** Values of labels. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '') return undefined;
  return problem(
    value,
    63,
    QUALIFIED_NAME,
    'letters, digits, "-", "_" and ".", beginning and ending with a letter or digit',
  );
}

/** Names of container ports: IANA service name. */
export function portNameProblem(value: string): string | undefined {
  if (value.length > 15) return `has ${value.length} characters; at most 15 are allowed`;
  return DNS_LABEL.test(value) && /[a-z]/.test(value) && !value.includes('--')
    ? undefined
    : 'must be lower-case letters, digits and single "-", with at least one letter';
}

/** Port numbers of containers and Services. */
export function portProblem(value: unknown): string | undefined {
  const valid = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
  return valid ? undefined : 'must be an integer from 1 to 65535';
}

/** Names of environment variables. */
export function environmentNameProblem(value: string): string | undefined {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value)
    ? undefined
    : 'must be letters, digits, "-", "_" and ".", not beginning with a digit';
}

/** Why a name cannot be used, as an error tells it. */
export function nameError(what: string, value: string, problem: string | undefined): Problem | undefined {
  if (problem === undefined) return undefined;
  return { what: `${what} "${value}" ${problem}.`, why: 'The API server refuses it.', fix: 'Use a name in that form.' };
}

/** The same for a name that may be left out. */
export function formError(
  what: string,
  value: string | undefined,
  problemOf: (value: string) => string | undefined,
): Problem | undefined {
  return value === undefined ? undefined : nameError(what, value, problemOf(value));
}

/** Names of labels of Prometheus, as they are written without quotes. */
export function promqlLabelProblem(value: string): string | undefined {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(value)
    ? undefined
    : 'must be letters, digits and "_", not beginning with a digit';
}

/** Names of metrics of Prometheus, as they are written without quotes. */
export function promqlMetricProblem(value: string): string | undefined {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(value)
    ? undefined
    : 'must be letters, digits, "_" and ":", not beginning with a digit';
}

/** API groups with a version, such as `apps/v1`, or `v1` alone. */
export function apiVersionProblem(value: string): string | undefined {
  const [version = '', group, ...rest] = value.split('/').reverse();
  const valid = rest.length === 0 && dnsLabelProblem(version) === undefined;
  return valid && (group === undefined || dnsSubdomainProblem(group) === undefined)
    ? undefined
    : 'must be a group and a version such as apps/v1';
}

/** Kinds of objects. */
export function kindProblem(value: string): string | undefined {
  return /^[A-Z][A-Za-z0-9]{0,62}$/.test(value) ? undefined : 'must be a word such as Deployment';
}

/** Keys of ConfigMaps and Secrets. */
export function configKeyProblem(value: string): string | undefined {
  const valid = value.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(value) && value !== '.' && !value.startsWith('..');
  return valid ? undefined : 'must be letters, digits, "-", "_" and "."';
}

/** Values that stand in one line: of a header, an annotation that a controller reads, a flag. */
export function lineProblem(value: string): string | undefined {
  return value !== '' && !/[\p{Cc}\u2028\u2029]/u.test(value) ? undefined : 'must be one line of text, and not empty';
}

/** Names of HTTP headers. */
export function headerNameProblem(value: string): string | undefined {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value) ? undefined : 'must be the name of an HTTP header';
}

/** Why a port cannot be used, as an error tells it. */
export function portError(what: string, port: number): Problem | undefined {
  const problem = portProblem(port);
  if (problem === undefined) return undefined;
  return { what: `${what} ${port} ${problem}.`, why: 'The API server refuses it.', fix: 'Use the number of a port.' };
}

/** Why annotations cannot be used, as an error tells it: their values are free. */
export function annotationsError(annotations: Readonly<Record<string, string>>): Problem | undefined {
  return firstError(annotations, (key) => nameError('The annotation', key, labelKeyProblem(key)));
}

/** Why HTTP headers cannot be sent, as an error tells it. */
export function headersError(headers: Readonly<Record<string, string>>): Problem | undefined {
  return firstError(
    headers,
    (key, value) =>
      nameError('The header', key, headerNameProblem(key)) ??
      (value === '' ? undefined : nameError(`The value of the header "${key}"`, value, lineProblem(value))),
  );
}

/** Why the data of a ConfigMap cannot be written, as an error tells it. */
export function configKeysError(data: Readonly<Record<string, string>>): Problem | undefined {
  return firstError(data, (key) => nameError('The key', key, configKeyProblem(key)));
}

/** Why labels of series cannot be asked for, as an error tells it. */
export function promqlLabelsError(labels: readonly string[]): Problem | undefined {
  for (const label of labels) {
    const problem = promqlLabelProblem(label);
    if (problem === undefined) continue;
    return {
      what: `The label "${label}" of Prometheus ${problem}.`,
      why: 'It would be read as a part of the query: another query is asked than the one that was meant.',
      fix: 'Use the name of a label, such as "namespace".',
    };
  }
  return undefined;
}

function firstError(
  map: Readonly<Record<string, string>>,
  errorOf: (key: string, value: string) => Problem | undefined,
): Problem | undefined {
  for (const [key, value] of Object.entries(map)) {
    const error = errorOf(key, value);
    if (error) return error;
  }
  return undefined;
}

/** Why labels cannot be used, as an error tells it. */
export function labelsError(labels: Readonly<Record<string, string>>): Problem | undefined {
  return firstError(
    labels,
    (key, value) =>
      nameError('The label key', key, labelKeyProblem(key)) ??
      nameError(`The value of the label "${key}"`, value, labelValueProblem(value)),
  );
}

/** Why labels cannot select: one of them is invalid, or there is none, and an empty selector selects everything. */
export function selectingLabelsError(
  what: string,
  labels: Readonly<Record<string, string>> | undefined,
  fix = 'Name the labels that are meant, or leave it out if that is everything.',
): Problem | undefined {
  if (labels === undefined) return undefined;
  if (Object.keys(labels).length > 0) return labelsError(labels);
  return { what: `${what} has no labels.`, why: 'An empty selector selects everything.', fix };
}
