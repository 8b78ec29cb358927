import { type Nodes } from './nodes';
import { type Placement } from './placement';
import { type Pod } from './pod';

/** Why a pod does not get a volume, as an event says it. */
interface Refused {
  readonly reason: string;
  readonly message: string;
}

/** A volume that every pod mounts, and that one node, or one pod, can have. */
export class Attachment {
  readonly #holders = new Set<Pod>();

  constructor(
    private readonly claim: Placement['claim'],
    private readonly nodes: Nodes,
  ) {}

  /** Gives it to a pod, or says why not. Without a claim every pod has what it needs. */
  attach(pod: Pod): Refused | undefined {
    const { claim } = this;
    if (!claim) return undefined;
    const [holder] = this.#holders;
    const isShared = claim.of === 'node' && !this.nodes.unlimited && holder?.node === pod.node;
    if (!holder || isShared) {
      this.#holders.add(pod);
      return undefined;
    }
    return claim.of === 'node'
      ? {
          reason: 'FailedAttachVolume',
          message: `Multi-Attach error: claim "${claim.name}" is attached to another node`,
        }
      : { reason: 'FailedScheduling', message: `Claim "${claim.name}" is ReadWriteOncePod, and another pod uses it` };
  }

  /** Takes it from a pod; says whether others may have it from now on. */
  detach(pod: Pod): boolean {
    return this.#holders.delete(pod) && this.#holders.size === 0;
  }
}
