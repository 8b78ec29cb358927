import type * as kplus from 'cdk8s-plus-28';
import { type AppImage } from './app-image';
import { type DisruptionBudget } from './disruption-budget';
import { type Exposure } from './exposure';
import { type HealthCheck } from './health-check';
import { type PodSpread } from './pod-spread';
import { type Rollout } from './rollout';

/** Props of `ScalableWebApp`. */
export interface ScalableWebAppProps {
  /** The image and what it needs. */
  readonly image: AppImage;
  /**
   * Name of the Deployment, the Service and everything that belongs to them.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Name of the Service.
   * @default the app's
   */
  readonly serviceName?: string;
  /**
   * How many pods run as long as nothing scales them. Together with an autoscaler it is an error.
   * @default 2, or none as soon as something scales the app
   */
  readonly replicas?: number;
  /**
   * How the app is reached.
   * @default Exposure.clusterIp(): port 80, from inside the cluster
   */
  readonly exposure?: Exposure;
  /**
   * CPU request and limit of a pod. A request is what CPU utilization is measured against.
   * @default none
   */
  readonly cpu?: kplus.CpuResources;
  /**
   * Memory request and limit of a pod.
   * @default none
   */
  readonly memory?: kplus.MemoryResources;
  /**
   * When a pod may get requests.
   * @default the image's check, else a TCP connection to its port
   */
  readonly readiness?: HealthCheck;
  /**
   * When a pod must be restarted.
   * @default the image's check, else none
   */
  readonly liveness?: HealthCheck;
  /**
   * When a pod has started; readiness and liveness wait for it.
   * @default none
   */
  readonly startup?: HealthCheck;
  /**
   * How a new version replaces the old one.
   * @default Rollout.rolling(): a new pod first, 5 s of pause before an old one stops
   */
  readonly rollout?: Rollout;
  /**
   * How many pods a node drain may take at a time.
   * @default DisruptionBudget.maxUnavailable(1)
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * How the pods are spread.
   * @default over nodes and over zones, as well as possible
   */
  readonly spread?: PodSpread[];
  /**
   * Environment variables of the container.
   * @default none
   */
  readonly environment?: { [name: string]: kplus.EnvValue };
  /**
   * Labels of all objects and pods, beside the ones that select them.
   * @default none
   */
  readonly labels?: { [label: string]: string };
}
