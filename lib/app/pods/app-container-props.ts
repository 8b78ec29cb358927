import type * as kplus from 'cdk8s-plus-28';
import { type AppImage } from '../app-image';
import { type HealthCheck } from '../health-check';
import { type EnvironmentSource } from './environment-source';
import { type PodVolumeMount } from './pod-volume-mount';

/** What the end of a container leaves to read in `kubectl describe pod`. */
export enum TerminationMessagePolicy {
  /** What it wrote to `terminationMessagePath`. */
  FILE = 'File',
  /** The same, or the end of its log if it wrote nothing and failed. */
  FALLBACK_TO_LOGS_ON_ERROR = 'FallbackToLogsOnError',
}

/** What a container is and has: the app's own, one beside it, or one that runs before it. */
export interface AppContainerProps {
  /** The image and what it needs. */
  readonly image: AppImage;
  /**
   * When the node pulls the image.
   * @default if it does not have it
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;
  /**
   * Command that replaces the image's entry point.
   * @default the image's
   */
  readonly command?: string[];
  /**
   * Arguments that replace the image's.
   * @default the image's
   */
  readonly args?: string[];
  /**
   * Folder that the command starts in.
   * @default the image's
   */
  readonly workingDir?: string;
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
   * Request and limit of what the container writes to the node's disk; whole mebibytes.
   * @default none
   */
  readonly ephemeralStorage?: kplus.EphemeralStorageResources;
  /**
   * What nodes have beyond CPU and memory, such as `{ 'nvidia.com/gpu': 1 }`: request and limit in one.
   * @default nothing
   */
  readonly extendedResources?: { [resource: string]: number };
  /**
   * Names of `resourceClaims` of the pod that the container uses.
   * @default none
   */
  readonly claims?: string[];
  /**
   * Environment variables of the container.
   * @default none
   */
  readonly environment?: { [name: string]: kplus.EnvValue };
  /**
   * ConfigMaps and Secrets whose entries become environment variables; of two with one name the later wins. A change of one in the app restarts the pods.
   * @default none
   */
  readonly envFrom?: EnvironmentSource[];
  /**
   * Volumes at their places. The pod has the volumes that its containers mount.
   * @default the image's writable folders and files
   */
  readonly volumeMounts?: PodVolumeMount[];
  /**
   * When a pod may get requests.
   * @default the image's check; for an app that answers requests a TCP connection to its port
   */
  readonly readiness?: HealthCheck;
  /**
   * When a container must be restarted.
   * @default the image's check, else none
   */
  readonly liveness?: HealthCheck;
  /**
   * When a container has started; readiness and liveness wait for it.
   * @default none
   */
  readonly startup?: HealthCheck;
  /**
   * What runs after the start and before the stop. A `preStop` takes the place of the pause of the rollout.
   * @default the pause of the rollout
   */
  readonly lifecycle?: kplus.ContainerLifecycle;
  /**
   * File that the container leaves its last words in.
   * @default Kubernetes' own, /dev/termination-log
   */
  readonly terminationMessagePath?: string;
  /**
   * What its last words are.
   * @default TerminationMessagePolicy.FILE
   */
  readonly terminationMessagePolicy?: TerminationMessagePolicy;
  /**
   * Fields of its security context that are to be something else than the image says.
   * @default the Pod Security Standard restricted, with a read-only root file system
   */
  readonly securityContext?: kplus.k8s.SecurityContext;
}

/** A container beside the app's own. */
export interface SidecarProps extends AppContainerProps {
  /** Name of the container. */
  readonly name: string;
}

/** A container that runs before the app's own. */
export interface InitContainerProps extends SidecarProps {
  /**
   * Whether it goes on running beside the app, which starts once it has started: a native sidecar. Kubernetes 1.29.
   * @default false: the app waits for its end
   */
  readonly restartAlways?: boolean;
}
