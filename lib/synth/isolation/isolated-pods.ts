import { ApiObject, Lazy } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { WORKLOAD_KINDS, type Manifest } from '../../checks';
import { ClusterProfile, Connections } from '../../platform';
import { objectsInOrder } from '../objects-in-order';
import { Warnings } from '../warnings';
import { AppNetwork } from './app-network';
import { IsolationPlan } from './isolation-plan';
import { managedPodGroup, podGroupOf, type PodGroup } from './pod-group';

const registries = new WeakMap<IConstruct, IsolatedPods>();

/**
 * What is isolated in an app. The policies become objects when the app is rendered, so that what is added or wired after `isolate()` counts; their
 * contents are planned once per rendering, from the manifests of everything else.
 */
export class IsolatedPods {
  /** The isolated pods of the app that a construct is in. */
  static of(scope: IConstruct): IsolatedPods {
    const root = scope.node.root;
    const isolated = registries.get(root) ?? new IsolatedPods(root);
    registries.set(root, isolated);
    return isolated;
  }

  private readonly scopes = new Set<IConstruct>();
  private readonly isolated = new Set<IConstruct>();
  private readonly policies = new Set<IConstruct>();
  private readonly names = new Set<string>();
  private current?: IsolationPlan;

  private constructor(private readonly root: IConstruct) {}

  /** Isolates the pods of everything at or below a construct. */
  add(scope: IConstruct): void {
    this.scopes.add(scope);
  }

  isPolicy(object: ApiObject): boolean {
    return this.policies.has(object);
  }

  /** Makes the policies of what is isolated and has none yet. */
  addPolicies(): void {
    for (const scope of this.scopes) {
      const groups = this.groupsBelow(scope);
      if (groups.length === 0) {
        this.warn(scope, 'isolate() has no effect: there are no pods here.');
      }
      for (const group of groups) if (!this.isolated.has(group.construct)) this.isolate(group);
    }
  }

  /** Plans the contents of the policies from the manifests of everything else. */
  plan(manifests: ReadonlyMap<ApiObject, Manifest>): void {
    if (this.policies.size === 0) return;
    const connections = Connections.of(this.root);
    this.current = new IsolationPlan(connections.all, {
      network: new AppNetwork(manifests, connections.managedPods),
      cluster: ClusterProfile.of(this.root),
      missing: (service, declaredBy = this.root) =>
        this.warn(
          declaredBy,
          `Service "${service}" is not in the app: whoever connects to it is admitted to every pod of its namespace. Add the Service, or name its pods with ConnectionPeer.pods().`,
        ),
    });
  }

  private groupsBelow(scope: IConstruct): PodGroup[] {
    const managed = Connections.of(this.root).managedPods.filter(({ construct }) =>
      construct.node.scopes.includes(scope),
    );
    const groups = objectsInOrder(scope)
      .filter(({ kind }) => WORKLOAD_KINDS.has(kind))
      .flatMap((object) => podGroupOf(object, object.toJson() as Manifest) ?? []);
    return [...groups, ...managed.map(managedPodGroup)];
  }

  private isolate(group: PodGroup): void {
    const { construct, namespace, title, hostNetwork } = group;
    this.isolated.add(construct);
    if (hostNetwork) {
      this.warn(construct, `${title} cannot be isolated: policies do not select pods in the network of their nodes.`);
      return;
    }
    const policy = new ApiObject(construct.node.scope ?? construct, `isolation-of-${construct.node.id}`, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {
        name: this.policyName(group),
        namespace: namespace === 'default' ? undefined : namespace,
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-autoscaling' },
      },
      spec: Lazy.any({ produce: () => this.current?.specFor(construct) }) as object,
    });
    construct.node.addDependency(policy); // no pod starts before its policy is there
    this.policies.add(policy);
  }

  private policyName({ namespace, name, construct }: PodGroup): string {
    const kind = ApiObject.isApiObject(construct) ? construct.kind.toLowerCase() : 'pods';
    const free = this.names.has(`${namespace}/${name}`) ? `${name}-${kind}` : name;
    this.names.add(`${namespace}/${free}`);
    return free;
  }

  private warn({ node }: IConstruct, message: string): void {
    Warnings.of(this.root).add(`[${node.path || 'app'}] ${message}`);
  }
}
