import { type Fields } from '../fields';
import { type Prediction } from '../prediction';
import { type PredictOptions } from './options';

/**
 * What each HPA and each ScaledObject of the manifests will do under a load.
 *
 * @throws InputError if there is no autoscaler, or one of them cannot be predicted.
 */
export function predict(_manifests: readonly Fields[], _options: PredictOptions): Prediction[] {
  return [];
}

/**
 * What one autoscaler, or a workload that nothing scales, will do under a load.
 *
 * @param name its name, or `kind/name`, or `kind/namespace/name`
 * @throws InputError if there is no such object, or it cannot be predicted.
 */
export function predictScaler(_manifests: readonly Fields[], name: string, _options: PredictOptions): Prediction {
  throw new Error(name);
}
