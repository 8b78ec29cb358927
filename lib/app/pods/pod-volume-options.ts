import { type Size } from 'cdk8s';
import { type NamedObject } from './named-object';

/** Options of `PodVolume.emptyDir`. */
export interface EmptyDirOptions {
  /**
   * Whether it is in memory, where it counts as memory of the containers.
   * @default false: on the node's disk
   */
  readonly inMemory?: boolean;
  /**
   * How much may be in it; a pod that exceeds it is evicted. Whole mebibytes.
   * @default as much as the node has
   */
  readonly sizeLimit?: Size;
}

/** Options of volumes whose files come from an object. */
export interface FileVolumeOptions {
  /**
   * Name of the volume in the pod.
   * @default made of the object's name
   */
  readonly volumeName?: string;
  /**
   * Which keys become files, and their paths in the volume: `{ 'tls.crt': 'server.pem' }`.
   * @default every key, in a file of its name
   */
  readonly items?: { [key: string]: string };
  /**
   * Permissions of the files, such as 0o400.
   * @default 0o644
   */
  readonly defaultMode?: number;
  /**
   * Whether the pod starts without the object, too.
   * @default false: it waits for it
   */
  readonly optional?: boolean;
}

/** Options of `PodVolume.serviceAccountToken`. */
export interface TokenVolumeOptions {
  /** Who the token is for, such as `vault`. */
  readonly audience: string;
  /**
   * Name of its file.
   * @default 'token'
   */
  readonly path?: string;
  /**
   * How long it is valid; the kubelet renews it before. 600 s or more.
   * @default 3600 s
   */
  readonly expirationSeconds?: number;
}

/** Options of `PodVolume.claim`. */
export interface ClaimVolumeOptions {
  /**
   * Name of the volume in the pod.
   * @default made of the claim's name
   */
  readonly volumeName?: string;
  /**
   * Whether all containers can only read it.
   * @default false
   */
  readonly readOnly?: boolean;
}

/** Options of `PodVolume.csi`. */
export interface CsiOptions {
  /** Name of the driver, such as `secrets-store.csi.k8s.io`. */
  readonly driver: string;
  /**
   * What the driver reads.
   * @default nothing
   */
  readonly volumeAttributes?: { [attribute: string]: string };
  /**
   * Whether it can only be read.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * File system to mount.
   * @default the driver's
   */
  readonly fsType?: string;
  /**
   * Secret with what the driver needs to publish the volume.
   * @default none
   */
  readonly nodePublishSecretRef?: NamedObject;
}

/** How a container mounts a volume. */
export interface MountOptions {
  /**
   * Whether the container can only read it.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * The file or folder of the volume that is mounted.
   * @default all of it
   */
  readonly subPath?: string;
  /**
   * The same, with variables of the container such as `$(POD_NAME)`.
   * @default none
   */
  readonly subPathExpr?: string;
  /**
   * Whether mounts of the node reach the container, and the other way round: `HostToContainer`, `Bidirectional`.
   * @default neither
   */
  readonly mountPropagation?: string;
}
