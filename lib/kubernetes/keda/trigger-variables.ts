import { at, list, text, type Fields } from '../fields';
import { type TriggerFields } from './trigger-fields';

/** A key such as `hostFromEnv` that names a variable which the container does not have. */
export interface MissingVariable {
  /** The key with its ending: `hostFromEnv`. */
  readonly key: string;
  /** Without it: `host`. */
  readonly parameter: string;
  readonly variable: string;
  /** The variables that the container has. */
  readonly variables: readonly string[];
}

const ENDING = 'FromEnv';

/**
 * Variables that a trigger names and the container does not have, in whose manifest KEDA looks them up; none where the container takes variables from
 * elsewhere.
 *
 * @see https://keda.sh/docs/latest/concepts/authentication/
 */
export function missingVariables(metadata: TriggerFields['metadata'], container: Fields): MissingVariable[] {
  if (at(container, 'envFrom') !== undefined) return [];
  const variables = list(container, 'env').map((variable) => text(variable, 'name') ?? '');
  return Object.entries(metadata).flatMap(([key, value]) => {
    if (!key.endsWith(ENDING) || typeof value !== 'string' || value === '' || variables.includes(value)) return [];
    return [{ key, parameter: key.slice(0, -ENDING.length), variable: value, variables }];
  });
}
