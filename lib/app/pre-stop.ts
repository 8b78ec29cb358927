import { type Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { type Fields } from '../checks';
import { ClusterProfile } from '../platform';
import { ConstructError } from '../validation';
import { type AppImage } from './app-image';

/** The release whose kubelet can pause by itself. */
const NATIVE_SLEEP = '1.30';

/** What a container needs to pause. */
export interface PauseBeforeStop {
  readonly lifecycle?: kplus.ContainerLifecycle;
  /** What cdk8s-plus-28 does not know and would drop. */
  readonly fields?: Fields;
}

/**
 * Lets a container go on serving for a while after it was told to stop: natively where the cluster can, else with the image's `sleep`.
 *
 * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
export function pauseBeforeStop(scope: Construct, image: AppImage, pause: Duration): PauseBeforeStop {
  const seconds = pause.toSeconds();
  if (seconds === 0) return {};
  const cluster = ClusterProfile.of(scope);
  if (cluster.isAtLeast(NATIVE_SLEEP)) return { fields: { lifecycle: { preStop: { sleep: { seconds } } } } };
  if (image.options.hasSleep === false) {
    throw new ConstructError(scope, {
      what: `The image "${image.reference}" has no \`sleep\`, and Kubernetes ${cluster.kubernetes} has no native pause before a container stops.`,
      why: `The native pause came with Kubernetes ${NATIVE_SLEEP}; without any, requests are lost whenever a pod stops.`,
      fix: `Move to Kubernetes ${NATIVE_SLEEP}, use an image with \`sleep\`, or set preStopPause to 0 s if the app drains by itself.`,
    });
  }
  return { lifecycle: { preStop: kplus.Handler.fromCommand(['sleep', String(seconds)]) } };
}
