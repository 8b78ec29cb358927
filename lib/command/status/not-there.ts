import { InputError } from '../../validation';
import { type ScalerName } from '../scaler-name';
import { type Status } from './human';

/** There is no autoscaler of this name. */
export function notThere({ kind, namespace, name }: ScalerName, status: Pick<Status, 'namespace'>): InputError {
  return new InputError({
    what: `There is no ${kind} "${namespace ?? status.namespace ?? ''}/${name}" on this cluster.`,
    why: 'There is nothing to look at.',
    fix: 'cdk8s-autoscaling status lists what there is.',
  });
}
