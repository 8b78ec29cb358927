import { type Construct, type IConstruct } from 'constructs';
import { ConstructError } from '../validation';

const registries = new WeakMap<IConstruct, Map<string, Construct>>();

/** The registry of what a cluster has once: API services, ingress classes, node ports, host ports, KEDA itself. */
export class ClusterSingletons {
  /** The registry of the app that a construct is in. */
  public static of(scope: Construct): ClusterSingletons {
    const root = scope.node.root;
    const owners = registries.get(root) ?? new Map<string, Construct>();
    registries.set(root, owners);
    return new ClusterSingletons(owners);
  }

  private constructor(private readonly owners: Map<string, Construct>) {}

  /**
   * Makes a construct the owner of a singleton, such as `('APIService', 'v1beta1.metrics.k8s.io')`.
   *
   * @throws if another construct owns it; the error names both.
   */
  public claim(what: string, name: string, owner: Construct): void {
    const key = `${what} ${name}`;
    const other = this.owners.get(key);
    if (other && other !== owner) {
      throw new ConstructError(owner, {
        what: `"${owner.node.path}" wants the ${key}, which "${other.node.path}" owns.`,
        why: 'A cluster has it once: the second apply is refused or takes it away from the first.',
        fix: `Share "${other.node.path}", or choose another ${what} for one of them.`,
      });
    }
    this.owners.set(key, owner);
  }
}
