import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { missingVariables } from '../../kubernetes/keda/trigger-variables';
import { missingKeys } from '../../kubernetes/keda/triggers';

/**
 * Why KEDA cannot build the scalers of a ScaledObject: a trigger takes a key that it needs from a variable that the container of the target does not
 * have. Undefined where it has all of them.
 */
export function missingVariable(scaledObject: Fields, workload: Fields): string | undefined {
  const named = text(scaledObject, 'spec', 'scaleTargetRef', 'envSourceContainerName');
  const containers = list(workload, 'spec', 'template', 'spec', 'containers');
  const container = named === undefined ? containers[0] : containers.find((each) => text(each, 'name') === named);
  if (container === undefined) return undefined;
  for (const { type, metadata, hasAuthentication } of triggersOf(scaledObject)) {
    if (hasAuthentication) continue;
    for (const { key, parameter, variable } of missingVariables(metadata, fields(container))) {
      const rest = Object.fromEntries(Object.entries(metadata).filter(([each]) => each !== key));
      if (missingKeys({ type, metadata: rest, hasAuthentication }).every(({ names }) => !names.includes(parameter))) {
        continue;
      }
      return `the ${type} trigger takes ${parameter} from the variable ${variable}, which container "${text(container, 'name') ?? ''}" does not have`;
    }
  }
  return undefined;
}
