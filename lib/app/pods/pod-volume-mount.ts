import { type Problem } from '../../validation';
import { type PodVolume } from './pod-volume';
import { type MountOptions } from './pod-volume-options';

/** A volume at its place in a container: what `PodVolume.at` and `PodVolume.asDevice` return. */
export class PodVolumeMount {
  public constructor(
    /** The volume. */
    public readonly volume: PodVolume,
    /** Where it is in the container: a folder, or the path of a device. */
    public readonly path: string,
    private readonly options: MountOptions,
    /** Whether it is a bare device, without a file system. */
    public readonly isDevice: boolean,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { subPath, subPathExpr } = this.options;
    if (!/^\/[^:]*[^/:]$/.test(this.path)) {
      return {
        what: `The volume "${this.volume.name}" is mounted at "${this.path}", which is not an absolute path below the root.`,
        why: 'The API server or the kubelet refuses the pod.',
        fix: 'Write an absolute path without ":", such as /data.',
      };
    }
    if (subPath !== undefined && subPathExpr !== undefined) {
      return {
        what: `The mount of "${this.volume.name}" at "${this.path}" has subPath and subPathExpr.`,
        why: 'The API server takes one of them.',
        fix: 'Keep the one that you mean.',
      };
    }
    const sub = subPath ?? subPathExpr;
    if (sub !== undefined && (sub === '' || sub.startsWith('/') || sub.split('/').includes('..'))) {
      return {
        what: `The mount of "${this.volume.name}" at "${this.path}" has the subPath "${sub}".`,
        why: 'It is a path below the volume: the API server takes it without a "/" in front and without "..".',
        fix: 'Write it relative to the volume, such as uploads.',
      };
    }
    return this.volume.problem();
  }

  /** @internal */
  public toSpec(): object {
    if (this.isDevice) return { name: this.volume.name, devicePath: this.path };
    const { readOnly, ...options } = this.options;
    return { mountPath: this.path, name: this.volume.name, ...(readOnly ? { readOnly } : {}), ...options };
  }
}
