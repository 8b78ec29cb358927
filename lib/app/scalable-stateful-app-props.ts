import type * as kplus from 'cdk8s-plus-28';
import { type Exposure } from './exposure';
import { type ScalableAppProps } from './scalable-app-props';
import { type StatefulRollout } from './stateful-rollout';

/** What becomes of the claims of a StatefulSet's pods. */
export enum ClaimRetention {
  /** They stay, and a pod that comes back finds its data. */
  RETAIN = 'Retain',
  /** They are deleted, with their data. */
  DELETE = 'Delete',
}

/** Props of `ScalableStatefulApp`. */
export interface ScalableStatefulAppProps extends ScalableAppProps {
  /**
   * Name of the Service that clients use; there is one if the image has a port.
   * @default the app's
   */
  readonly serviceName?: string;
  /**
   * Name of the headless Service that gives each pod its own address.
   * @default the app's and `-pods`
   */
  readonly headlessServiceName?: string;
  /**
   * How clients reach the app.
   * @default Exposure.clusterIp(): port 80, from inside the cluster
   */
  readonly exposure?: Exposure;
  /**
   * How a new version replaces the old one.
   * @default StatefulRollout.rolling(): pod by pod, the highest ordinal first
   */
  readonly rollout?: StatefulRollout;
  /**
   * Whether pods start and stop one after the other, or all at once. One after the other makes an autoscaler slow.
   * @default PodManagementPolicy.PARALLEL
   */
  readonly podManagementPolicy?: kplus.PodManagementPolicy;
  /**
   * What becomes of the claims of pods that an autoscaler, or somebody else, takes away.
   * @default ClaimRetention.RETAIN
   */
  readonly claimsWhenScaled?: ClaimRetention;
  /**
   * What becomes of the claims when the StatefulSet is deleted.
   * @default ClaimRetention.RETAIN
   */
  readonly claimsWhenDeleted?: ClaimRetention;
}
