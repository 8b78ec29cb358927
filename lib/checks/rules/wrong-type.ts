import { fieldOf, type WrongType } from '../../kubernetes/schema';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { shown } from '../shown-value';
import { structureOf } from '../structure';

/** Values that cannot be read into their fields: a text where a number belongs, a list where a map does. */
export const wrongType: Rule = {
  id: 'R60',
  name: 'wrong-type',
  severity: 'error',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.2.0',
  about: 'Kubernetes 1.28 to 1.37, and custom resources whose definitions are known',
  summary: 'A value is of another type than its field.',
  source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const structure = structureOf(index, context);
  for (const object of index.objects) {
    for (const fault of structure.faultsOf(object)) if (fault.is === 'wrong-type') yield mistakeOf(fault, object);
  }
}

function mistakeOf({ path, value, expected }: WrongType, object: CheckedObject): Mistake {
  const field = fieldOf(path);
  const meant = meantBy(value, expected);
  return {
    objects: [object],
    field,
    what: `${describe(object)}: ${field} is ${shown(value, object)}, and the field takes ${expected}.`,
    why: 'The API server cannot read the object, and refuses it.',
    fix:
      portOf(object, field, value) ??
      (meant === undefined
        ? `Write ${expected}.`
        : typeof meant === 'string'
          ? 'Put it in quotes.'
          : `Remove the quotes: ${String(path.at(-1))}: ${meant}`),
    ...(meant !== undefined && !isMonitorPort(object, field) && { edits: [{ is: 'set', field, value: meant }] }),
  };
}

/** The value in the type of its field, where it is only quoted, or not. */
function meantBy(value: unknown, expected: string): string | number | boolean | undefined {
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number.isInteger(Number(value));
  if (isNumber && expected.startsWith('a whole number')) return Number(value);
  const isBoolean = value === 'true' || value === 'false';
  if (isBoolean && expected === 'true or false') return value === 'true';
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return isScalar && expected === 'a string' ? String(value) : undefined;
}

const MONITOR_PORTS: Readonly<Record<string, RegExp>> = {
  ServiceMonitor: /^spec\.endpoints\[\d+\]\.port$/,
  PodMonitor: /^spec\.podMetricsEndpoints\[\d+\]\.port$/,
};

/** A monitor finds a port by its name: the number in quotes would be a name that nothing has. */
function isMonitorPort({ manifest: { kind } }: CheckedObject, field: string): boolean {
  return Object.hasOwn(MONITOR_PORTS, kind) && MONITOR_PORTS[kind]?.test(field) === true;
}

function portOf(object: CheckedObject, field: string, value: unknown): string | undefined {
  if (!isMonitorPort(object, field) || typeof value !== 'number') return undefined;
  return object.manifest.kind === 'ServiceMonitor'
    ? `Write the name of the port in the Service, or targetPort: ${value}.`
    : `Write the name of the port in the container, or portNumber: ${value}.`;
}
