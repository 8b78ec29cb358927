import { at, fields, list, show, text, type Fields, isWhole, written } from '../../kubernetes/fields';
import { quantityValue } from '../../kubernetes/quantity';
import { pathSegmentProblem } from '../../validation';
import { type Refusal } from './refusal';

/** Where a metric of each type keeps its target, and the target types that the API takes there. */
const METRIC_SOURCES: ReadonlyMap<string, { readonly field: string; readonly targets: readonly string[] }> = new Map([
  ['Resource', { field: 'resource', targets: ['Utilization', 'AverageValue'] }],
  ['ContainerResource', { field: 'containerResource', targets: ['Utilization', 'AverageValue'] }],
  ['Pods', { field: 'pods', targets: ['AverageValue'] }],
  ['Object', { field: 'object', targets: ['Value', 'AverageValue'] }],
  ['External', { field: 'external', targets: ['Value', 'AverageValue'] }],
]);

const TARGET_FIELDS: Readonly<Record<string, string>> = {
  Utilization: 'averageUtilization',
  AverageValue: 'averageValue',
  Value: 'value',
};

/** What the API server refuses in the metrics of an HPA's spec. */
export function* metricMistakes(spec: Fields): Iterable<Refusal> {
  for (const [i, metric] of list(spec, 'metrics').entries()) {
    const path = `spec.metrics[${i}]`;
    const type = text(metric, 'type') ?? '';
    const source = METRIC_SOURCES.get(type);
    if (!source) {
      yield {
        field: `${path}.type`,
        what: `a metric has the type ${show(at(metric, 'type'))}`,
        fix: `Use one of ${[...METRIC_SOURCES.keys()].join(', ')}.`,
      };
      continue;
    }
    const name = text(metric, source.field, 'name') ?? text(metric, source.field, 'metric', 'name') ?? '';
    const nameProblem = pathSegmentProblem(name);
    if (nameProblem) {
      yield {
        field: `${path}.${source.field}`,
        what: `the name "${name}" of its ${type} metric ${nameProblem}`,
        fix: 'Use the name that the metrics API serves.',
      };
    }
    if (type === 'ContainerResource' && (text(metric, source.field, 'container') ?? '') === '') {
      yield {
        field: `${path}.containerResource.container`,
        what: `its ContainerResource metric "${name}" names no container`,
        fix: 'Name the container, or use a Resource metric for all containers together.',
      };
    }
    yield* targetMistakes(fields(metric, source.field, 'target'), source.targets, `${type} metric "${name}"`, {
      path: `${path}.${source.field}.target`,
      type,
    });
  }
}

function* targetMistakes(
  target: Fields,
  types: readonly string[],
  metric: string,
  { path, type }: { readonly path: string; readonly type: string },
): Iterable<Refusal> {
  const targetType = text(target, 'type') ?? '(missing)';
  if (!types.includes(targetType)) {
    yield {
      field: `${path}.type`,
      what: `its ${metric} has a target of type ${targetType}`,
      fix: `A ${type} metric takes ${types.join(' or ')}.`,
    };
    return;
  }
  const field = TARGET_FIELDS[targetType] ?? '';
  const value = at(target, field);
  const valid = targetType === 'Utilization' ? isWhole(value, 1) : (quantityValue(value) ?? 0) > 0;
  if (!valid) {
    yield {
      field: `${path}.${field}`,
      what: `its ${metric} has the target ${written(value)}`,
      fix:
        targetType === 'Utilization'
          ? 'Use a whole percentage above 0, such as 50, as a number without quotes.'
          : 'Use a quantity above 0, such as 50, 500m or 64Mi.',
    };
  }
  for (const other of Object.values(TARGET_FIELDS)) {
    if (other === field || (at(target, other) ?? undefined) === undefined) continue;
    yield {
      field: `${path}.${other}`,
      what: `its ${metric} has a target of type ${targetType}, and ${other} beside ${field}`,
      fix: `Leave out ${other}, or change the type of the target.`,
    };
  }
}
