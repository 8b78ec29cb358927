import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { type Rollout } from './rollout';

/** The Deployment of an app, without its pods. */
export function makeDeployment(
  scope: Construct,
  props: kplus.WorkloadProps,
  replicas: number | undefined,
  rollout: Rollout,
): kplus.Deployment {
  return new kplus.Deployment(scope, 'deployment', {
    ...props,
    replicas,
    strategy: rollout.toStrategy(),
    minReady: rollout.minReady,
  });
}
