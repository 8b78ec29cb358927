import { dnsLabelProblem, labelKeyProblem, pathSegmentProblem } from '../../validation';
import { at, fields, list, optionalFields, show, text, written, type Fields } from '../fields';
import { isStandardResource, resourceMeantBy } from '../container-resource';
import { milliValue } from '../quantity';
import { scalar } from '../scalar';
import { referenceRefusals } from './object-reference';
import { type Refusal, type Servers } from './refusal';
import { wholeNumberFault } from './whole-number';

/** Where a metric of each type keeps its source, and the targets that its controller reads, the one that wins first. */
const SOURCES: ReadonlyMap<string, { readonly field: string; readonly targets: readonly string[] }> = new Map([
  ['Resource', { field: 'resource', targets: ['averageValue', 'averageUtilization'] }],
  ['ContainerResource', { field: 'containerResource', targets: ['averageValue', 'averageUtilization'] }],
  ['Pods', { field: 'pods', targets: ['averageValue'] }],
  ['Object', { field: 'object', targets: ['value', 'averageValue'] }],
  ['External', { field: 'external', targets: ['averageValue', 'value'] }],
]);

const TARGET_TYPES: Readonly<Record<string, string>> = {
  averageUtilization: 'Utilization',
  averageValue: 'AverageValue',
  value: 'Value',
};

/** A metric under judgement. */
interface Metric {
  readonly type: string;
  readonly path: string;
  readonly why: string;
  readonly servers: Servers;
}

/**
 * What the API server refuses in the metrics of an HPA, and what it takes although the controller fails on it or ignores it.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function* metricRefusals(spec: Fields, why: string, servers: Servers): Iterable<Refusal> {
  for (const [index, metric] of list(spec, 'metrics').entries()) {
    const path = `spec.metrics[${index}]`;
    const type = text(metric, 'type') ?? '';
    const source = SOURCES.get(type);
    if (!source) {
      yield {
        field: `${path}.type`,
        what: `a metric has the type ${show(at(metric, 'type'))}`,
        why,
        fix: `Use one of ${[...SOURCES.keys()].join(', ')}.`,
      };
      continue;
    }
    yield* otherSources(metric, source.field, { type, path, why, servers });
    const given = optionalFields(metric, source.field);
    if (!given) {
      yield {
        field: `${path}.${source.field}`,
        what: `a metric of type ${type} has no ${source.field}`,
        why,
        fix: `Write ${source.field}, or change the type.`,
      };
      continue;
    }
    yield* sourceRefusals(given, source.targets, { type, path: `${path}.${source.field}`, why, servers });
  }
}

function* otherSources(metric: unknown, own: string, { type, path, why }: Metric): Iterable<Refusal> {
  for (const { field } of SOURCES.values()) {
    if (field === own || optionalFields(metric, field) === undefined) continue;
    yield {
      field: `${path}.${field}`,
      what: `a metric of type ${type} has ${field} beside ${own}`,
      why,
      fix: `Remove ${field}, or make it a metric of its own.`,
    };
  }
}

function* sourceRefusals(source: Fields, targets: readonly string[], metric: Metric): Iterable<Refusal> {
  const { type, path, why, servers } = metric;
  const isResource = type === 'Resource' || type === 'ContainerResource';
  const name = (isResource ? text(source, 'name') : text(source, 'metric', 'name')) ?? '';
  const nameProblem = nameProblemOf(type, name);
  const meant = isResource ? resourceMeantBy(name) : undefined;
  if (meant !== undefined && !nameProblem) {
    yield {
      field: `${path}.name`,
      what: `its ${type} metric is called "${name}"`,
      why: `The API server takes it, and the metrics API measures ${meant}, in small letters: the HPA finds no sample, TARGETS stays <unknown> and nothing ever scales.`,
      fix: `Write ${meant}.`,
      admitted: true,
    };
  } else if (isResource && !nameProblem && name !== 'cpu' && name !== 'memory') {
    yield {
      severity: 'warning',
      field: `${path}.name`,
      what: `its ${type} metric is ${name}`,
      why: 'The metrics API of metrics-server measures cpu and memory alone: TARGETS stays <unknown>, and nothing scales on it.',
      fix: 'Scale on a metric that somebody measures, such as by a prometheus trigger of KEDA.',
      admitted: true,
    };
  }
  if (nameProblem) {
    yield {
      field: `${path}${isResource ? '' : '.metric'}.name`,
      what: `the name "${name}" of its ${type} metric ${nameProblem}`,
      why,
      fix: meant === undefined ? 'Use the name that the metrics API serves.' : `Write ${meant}.`,
    };
  }
  if (type === 'ContainerResource') yield* containerRefusals(source, name, metric);
  if (type === 'Object') {
    const field = { field: `${path}.describedObject`, name: `describedObject of its Object metric "${name}"` };
    yield* referenceRefusals(at(source, 'describedObject'), { ...field, why, needsGroup: false }, servers);
  }
  yield* targetRefusals(fields(source, 'target'), targets, `${type} metric "${name}"`, metric);
}

function nameProblemOf(type: string, name: string): string | undefined {
  if (type !== 'Resource' && type !== 'ContainerResource') return pathSegmentProblem(name);
  if (name === '') return 'is empty';
  if (type === 'Resource' || isStandardResource(name)) return undefined;
  return name.includes('/') ? labelKeyProblem(name) : 'is not a resource of containers';
}

function* containerRefusals(source: Fields, name: string, { path, why }: Metric): Iterable<Refusal> {
  const container = text(source, 'container') ?? '';
  const problem = container === '' ? undefined : dnsLabelProblem(container);
  if (container !== '' && !problem) return;
  yield {
    field: `${path}.container`,
    what: problem
      ? `the container "${container}" of its ContainerResource metric "${name}" ${problem}`
      : `its ContainerResource metric "${name}" names no container`,
    why,
    fix: 'Name the container, or use a Resource metric for all containers together.',
  };
}

function* targetRefusals(
  target: Fields,
  allowed: readonly string[],
  metric: string,
  { type, path, why }: Metric,
): Iterable<Refusal> {
  const place = `${path}.target`;
  const targetType = text(target, 'type') ?? '';
  const fix = `Use type ${allowed.map((field) => TARGET_TYPES[field]).join(' or ')}.`;
  const field = Object.keys(TARGET_TYPES).find((each) => TARGET_TYPES[each] === targetType);
  if (field === undefined) {
    const shown = targetType === '' ? '(missing)' : targetType;
    yield { field: `${place}.type`, what: `its ${metric} has a target of type ${shown}`, why, fix };
  }
  const given = Object.keys(TARGET_TYPES).filter((each) => (target[each] ?? undefined) !== undefined);
  for (const each of given) yield* valueRefusals(target[each], each, metric, place, why);
  const [first, ...others] = allowed.filter((each) => given.includes(each));
  if (field === undefined) return;
  if (first === undefined) {
    yield allowed.includes(field)
      ? {
          field: `${place}.${field}`,
          what: `its ${metric} has a target of type ${targetType} without ${field}`,
          why,
          fix: `Set ${field}.`,
        }
      : { field: `${place}.type`, what: `its ${metric} has a target of type ${targetType}`, why, fix };
  } else if (others.length > 0 && type !== 'Object') {
    yield {
      field: `${place}.${others.join('')}`,
      what: `its ${metric} has a target with both ${first} and ${others.join(' and ')}`,
      why,
      fix: 'Leave one of them out.',
    };
  } else {
    yield* ignoredParts(targetType, [first, ...others], given, { metric, place, isObject: type === 'Object' });
  }
}

function* valueRefusals(value: unknown, field: string, metric: string, place: string, why: string): Iterable<Refusal> {
  if (field === 'averageUtilization') {
    if (!wholeNumberFault(field, value, 1)) return;
  } else if (Number(milliValue(value) ?? 0) > 0) return;
  yield {
    field: `${place}.${field}`,
    what: `its ${metric} has the target ${written(value)}`,
    why,
    fix:
      field === 'averageUtilization'
        ? 'Use a whole percentage above 0, such as 50, as a number without quotes.'
        : (withoutByte(value) ?? 'Use a quantity above 0, such as 50, 500m or 64Mi.'),
  };
}

/** How to write a quantity with a unit such as `Mib`, of which there is none. */
function withoutByte(value: unknown): string | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([kmgtpe]i?)b$/i.exec(scalar(value)) ?? [];
  if (unit === '') return undefined;
  return `Write ${number}${unit.length > 1 ? `${unit.charAt(0).toUpperCase()}i` : unit.toUpperCase()}: a unit ends without a b.`;
}

/** What the API server takes: the controller goes by the value that is set, and only for Object metrics by the type. */
function* ignoredParts(
  targetType: string,
  readable: readonly string[],
  given: readonly string[],
  { metric, place, isObject }: { readonly metric: string; readonly place: string; readonly isObject: boolean },
): Iterable<Refusal> {
  const counts = isObject ? readable.find((field) => TARGET_TYPES[field] === targetType) : readable[0];
  const expected = TARGET_TYPES[counts ?? readable[0] ?? ''] ?? '';
  if (counts === undefined) {
    yield {
      field: `${place}.type`,
      what: `its ${metric} has a target of type ${targetType}, and ${readable.join(' and ')}`,
      why: 'The API server takes it, and the controller fails: it finds neither a value nor an average value.',
      fix: `Use type ${expected}.`,
      admitted: true,
    };
    return;
  }
  const ignored = { why: `The autoscaler goes by ${counts}.`, severity: 'warning', admitted: true } as const;
  if (targetType !== expected) {
    const what = `its ${metric} has a target of type ${targetType}, and ${counts}`;
    yield { ...ignored, field: `${place}.type`, what, fix: `Use type ${expected}.` };
  }
  for (const field of given.filter((each) => each !== counts)) {
    const what = `its ${metric} has a target with ${field} beside ${counts}`;
    yield { ...ignored, field: `${place}.${field}`, what, fix: `Remove ${field}.` };
  }
}
