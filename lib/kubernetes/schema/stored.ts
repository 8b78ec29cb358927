import { DEFAULT_RELEASE } from '../release';
import { type Path } from './path';
import { Schemas } from './schemas';
import { isMap, type Values } from './shape';

const known = new Map<string, Schemas>();

/**
 * An object as the API server keeps it where nobody asks for strict validation: without the fields that its kind does not have, such as
 * `metrics` in `autoscaling/v1`. It is the object itself where there are none, or where its kind is not known.
 *
 * @param kubernetes the release that stores it
 */
export function asStored(manifest: Values, kubernetes: string = DEFAULT_RELEASE): Values {
  const schemas = known.get(kubernetes) ?? new Schemas({ kubernetes });
  known.set(kubernetes, schemas);
  let stored = manifest;
  for (const fault of schemas.faultsOf(manifest)) {
    if (fault.is === 'unknown-field') stored = without(stored, fault.path) as Values;
  }
  return stored;
}

/** A copy of a value without what stands at a path; list elements keep their places. */
function without(value: unknown, [key = '', ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return value.map((element, index) => (index === key ? without(element, rest) : (element as unknown)));
  }
  if (!isMap(value)) return value;
  const { [key]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...value, [key]: without(inner, rest) };
}
