import { at, fields, optionalFields, optionalWhole, show, text, type Fields } from '../../kubernetes/fields';
import { type Int64 } from '../../kubernetes/int64';
import { labelSelectorOf } from '../../kubernetes/label-selector';
import { requireMilliValue } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { type AverageTarget, type MetricIdentifier, type MetricSpec, type MetricTarget } from './hpa-spec';

/** The field of a metric that holds what its type says. */
const SOURCE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['Resource', 'resource'],
  ['ContainerResource', 'containerResource'],
  ['Pods', 'pods'],
  ['Object', 'object'],
  ['External', 'external'],
]);

/**
 * A metric of `autoscaling/v2`, or of `v2beta2`, which looks the same.
 *
 * An unknown type is kept, because the controller reports it; a target that is missing is kept too.
 *
 * @throws InputError if the field that the type names is missing, or a target is not a positive number.
 */
export function readMetric(metric: unknown, index: number): MetricSpec {
  const type = text(metric, 'type') ?? '';
  const field = SOURCE_FIELDS.get(type);
  if (field === undefined) return { type: 'Unknown', written: type };
  const path = `spec.metrics[${index}].${field}`;
  const source = optionalFields(metric, field);
  if (!source) {
    throw new InputError({
      what: `${path} is missing, although the metric's type is ${type}.`,
      why: 'The API server refuses it: a metric has exactly the field that its type names.',
      fix: `Write ${field}, or change the type.`,
    });
  }
  const target = readTarget(`${path}.target`, fields(source, 'target'));
  switch (type) {
    case 'Resource':
      return { type, resource: text(source, 'name') ?? '', target };
    case 'ContainerResource':
      return { type, resource: text(source, 'name') ?? '', container: text(source, 'container') ?? '', target };
    case 'Pods':
      return { type, metric: readIdentifier(source), target: averageOnly(path, target) };
    case 'Object':
      return {
        type,
        metric: readIdentifier(source),
        describedObject: readReference(source, 'describedObject'),
        target,
      };
    default:
      return { type: 'External', metric: readIdentifier(source), target };
  }
}

/** The object that a field names. */
export function readReference(
  value: unknown,
  field: string,
): { readonly apiVersion?: string; readonly kind: string; readonly name: string } {
  const reference = fields(value, field);
  return {
    apiVersion: text(reference, 'apiVersion'),
    kind: text(reference, 'kind') ?? '',
    name: text(reference, 'name') ?? '',
  };
}

function readIdentifier(source: Fields): MetricIdentifier {
  return { name: text(source, 'metric', 'name') ?? '', selector: labelSelectorOf(at(source, 'metric', 'selector')) };
}

function readTarget(path: string, target: Fields): MetricTarget {
  return {
    type: text(target, 'type'),
    averageUtilization: optionalWhole(`${path}.averageUtilization`, target.averageUtilization, 1),
    averageValue: positive(`${path}.averageValue`, target.averageValue),
    value: positive(`${path}.value`, target.value),
  };
}

function positive(path: string, quantity: unknown): Int64 | undefined {
  if (quantity === undefined || quantity === null) return undefined;
  const milli = requireMilliValue(path, quantity);
  if (milli > 0) return milli;
  throw new InputError({
    what: `${path} ${show(quantity)} is not above 0.`,
    why: 'Usage is divided by it; the API server refuses it.',
    fix: 'Write a quantity above 0, such as 50, 500m or 64Mi.',
  });
}

function averageOnly(path: string, target: MetricTarget): AverageTarget {
  const { averageValue } = target;
  if (averageValue !== undefined) return { ...target, averageValue };
  throw new InputError({
    what: `${path}.target.averageValue is missing.`,
    why: 'A Pods metric is compared per pod; the API server refuses it otherwise.',
    fix: 'Write target: { type: AverageValue, averageValue: … }.',
  });
}
