import { type YamlEdit, type EditScalar } from '../yaml';
import { type TriggerFields } from '../kubernetes/keda/trigger-fields';
import { fieldPath } from './files/field-path';

/** A change of one field of an object, which mends a mistake. */
export type FieldEdit =
  | { readonly is: 'remove'; readonly field: string }
  | { readonly is: 'set'; readonly field: string; readonly value: EditScalar }
  | { readonly is: 'rename'; readonly field: string; readonly to: string }
  /** A new field behind another one, which stands before it in the same map. */
  | { readonly is: 'add'; readonly field: string; readonly key: string; readonly value: EditScalar };

/** The same change of a document that has the object at a path. */
export function yamlEdit(edit: FieldEdit, root: readonly (string | number)[]): YamlEdit {
  const path = [...root, ...fieldPath(edit.field)];
  switch (edit.is) {
    case 'remove':
      return { is: 'remove', path };
    case 'set':
      return { is: 'set', path, value: edit.value };
    case 'rename':
      return { is: 'rename', path, to: edit.to };
    case 'add':
      return { is: 'add', path, key: edit.key, value: edit.value };
  }
}

/** The edit that gives a trigger of KEDA a metricType. */
export function withMetricType({ path, metricType }: TriggerFields, value: string): FieldEdit[] {
  const field = `${path}.metricType`;
  return [
    metricType === '' ? { is: 'add', field: `${path}.type`, key: 'metricType', value } : { is: 'set', field, value },
  ];
}
