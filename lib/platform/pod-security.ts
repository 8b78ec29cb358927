import * as kplus from 'cdk8s-plus-28';

/** The uid and gid that a container runs with. */
export interface RestrictedOptions {
  /** Numeric uid above 0; a name would make the kubelet refuse the pod. */
  readonly uid: number;
  /**
   * Numeric gid, also the group that owns mounted volumes.
   * @default the uid
   */
  readonly gid?: number;
}

/** What an image needs that the restricted standard forbids. */
export interface RootOptions {
  /** Why: it becomes an annotation of the pod, for whoever reviews it. */
  readonly reason: string;
  /** Capabilities that are added after all have been dropped. */
  readonly capabilities: kplus.Capability[];
  /**
   * Whether the image's own file system stays read-only.
   * @default false
   */
  readonly readOnlyRootFilesystem?: boolean;
}

/**
 * How much a pod may do, in the terms of the Pod Security Standards.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class PodSecurity {
  /** The standard `restricted`, and a read-only root file system: the default everywhere. */
  public static restricted({ uid, gid = uid }: RestrictedOptions): PodSecurity {
    return new PodSecurity(
      {
        ensureNonRoot: true,
        user: uid,
        group: gid,
        fsGroup: gid,
        fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH,
      },
      { ensureNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: [kplus.Capability.ALL] } },
    );
  }

  /** Root with named capabilities and nothing else, for an image that cannot run otherwise: the standard `baseline`. */
  public static root({ reason, capabilities, readOnlyRootFilesystem = false }: RootOptions): PodSecurity {
    return new PodSecurity(
      { ensureNonRoot: false },
      {
        ensureNonRoot: false,
        readOnlyRootFilesystem,
        capabilities: { drop: [kplus.Capability.ALL], add: capabilities },
      },
      reason,
    );
  }

  /** Security context of the pod. */
  public readonly pod: kplus.PodSecurityContextProps;
  /** Security context of each of its containers. */
  public readonly container: kplus.ContainerSecurityContextProps;

  private constructor(
    pod: kplus.PodSecurityContextProps,
    container: kplus.ContainerSecurityContextProps,
    /** Why the pod runs as root; undefined where it does not. */
    public readonly rootReason?: string,
  ) {
    this.pod = pod;
    this.container = {
      ...container,
      allowPrivilegeEscalation: false,
      privileged: false,
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    };
  }
}
