import { InputError } from '../../validation';
import { type ScalerName } from '../scaler-name';

/** There is no autoscaler of this name. */
export function notThere({ kind, namespace, name }: ScalerName, home: string): InputError {
  return new InputError({
    what: `There is no ${kind} "${namespace ?? home}/${name}" on this cluster.`,
    why: 'There is nothing to look at.',
    fix: 'cdk8s-autoscaling status lists what there is.',
  });
}
