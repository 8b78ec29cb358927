/**
 * What follows where KEDA fails on one trigger of a ScaledObject: it builds the scalers one after the other, and stops at the first that it cannot build.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/scalers_builder.go (buildScalers)
 */
export const NOT_BUILT =
  'KEDA does not build the scaler, and it makes no autoscaler unless it can build all of them: nothing scales.';

/** The same of a ScaledJob. */
export const NO_JOBS = 'KEDA does not build the scaler, and it starts no Job unless it can build all of them.';
