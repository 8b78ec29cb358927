import { type Size } from 'cdk8s';
import { dnsSubdomainProblem, formError, problemText } from '../validation';

/** What a persistent volume may have. */
export interface PersistentVolumeOptions {
  /**
   * Name of the StorageClass.
   * @default the cluster's default one; without one the claim stays Pending
   */
  readonly storageClass?: string;
}

/** Where data is kept. */
export class DataVolume {
  /**
   * On the node, as long as the pod lives: nothing is needed of the cluster, and a rescheduled pod starts empty.
   *
   * @param sizeLimit more than this evicts the pod; without it the node's disk is the limit
   * @throws if the size is not a whole number of mebibytes.
   */
  public static emptyDir(sizeLimit?: Size): DataVolume {
    return new DataVolume(false, sizeLimit);
  }

  /**
   * On a volume of its own, ReadWriteOnce.
   *
   * @throws if the size is not a whole number of mebibytes.
   */
  public static persistent(size: Size, options: PersistentVolumeOptions = {}): DataVolume {
    return new DataVolume(true, size, options.storageClass);
  }

  private constructor(
    /** Whether it outlives the pod. */
    public readonly isPersistent: boolean,
    /** Its size, if it is limited. */
    public readonly size?: Size,
    /** Name of the StorageClass, if it is not the default one. */
    public readonly storageClass?: string,
  ) {
    const problem = formError('The StorageClass', storageClass, dnsSubdomainProblem);
    if (problem) throw new RangeError(problemText(problem));
    const mebibytes = size ? size.toKibibytes() / 1024 : 1;
    if (!Number.isInteger(mebibytes) || mebibytes < 1) {
      throw new RangeError(
        problemText({
          what: `A data volume has the size ${mebibytes} MiB.`,
          why: 'It is written in whole mebibytes.',
          fix: 'Use a whole number above 0, such as Size.gibibytes(8).',
        }),
      );
    }
  }

  /**
   * The volume of a pod, where it is not a claim.
   * @internal
   */
  public toVolume(name: string, claimName: string): object {
    if (this.isPersistent) return { name, persistentVolumeClaim: { claimName } };
    return { name, emptyDir: this.size ? { sizeLimit: this.quantity } : {} };
  }

  /**
   * The spec of a claim.
   * @internal
   */
  public toClaimSpec(): object {
    return {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: this.quantity } },
      storageClassName: this.storageClass,
      volumeMode: 'Filesystem', // the default; a StatefulSet's templates are compared as a whole
    };
  }

  /**
   * The storage of a Prometheus custom resource.
   * @internal
   */
  public toOperatorStorage(): object {
    if (this.isPersistent) return { volumeClaimTemplate: { spec: this.toClaimSpec() } };
    return { emptyDir: this.size ? { sizeLimit: this.quantity } : {} };
  }

  private get quantity(): string | undefined {
    const mebibytes = this.size?.toMebibytes();
    if (mebibytes === undefined) return undefined;
    return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
  }
}
