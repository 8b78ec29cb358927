import { type Sample } from '../sample';
import { APP_SAMPLES } from './app';
import { ENVIRONMENT_SAMPLES } from './environments';
import { INGRESS_SAMPLES } from './ingress';
import { KEDA_SAMPLES } from './keda';
import { LOAD_SAMPLES } from './load';
import { METRICS_SAMPLES } from './metrics';
import { NETWORK_SAMPLES } from './network';
import { PLATFORM_SAMPLES } from './platform';
import { SCALING_SAMPLES } from './scaling';
import { TRIGGER_SAMPLES } from './triggers';

/** Together they give every prop of the public API a value. */
export const SAMPLES: readonly Sample[] = [
  ...APP_SAMPLES,
  ...ENVIRONMENT_SAMPLES,
  ...INGRESS_SAMPLES,
  ...KEDA_SAMPLES,
  ...LOAD_SAMPLES,
  ...METRICS_SAMPLES,
  ...NETWORK_SAMPLES,
  ...PLATFORM_SAMPLES,
  ...SCALING_SAMPLES,
  ...TRIGGER_SAMPLES,
];
