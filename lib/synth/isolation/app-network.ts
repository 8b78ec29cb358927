import { type ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { fields, list, type Fields, type Manifest } from '../../checks';
import { type ManagedPods, type PodsByLabel } from '../../platform';
import { managedPodGroup, namespaceOf, podGroupOf, type PodGroup } from './pod-group';

/** A port of a Service. */
export interface ClusterServicePort {
  readonly port: number;
  readonly targetPort: number | string;
  readonly protocol: string;
}

/** A Service of the app. */
export interface ClusterService {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Fields;
  readonly selector: Fields;
  readonly ports: readonly ClusterServicePort[];
  /** Whether its name stands for the addresses of its pods, so that nothing translates a port. */
  readonly isHeadless: boolean;
  /** Whether it takes connections from outside the cluster. */
  readonly isExposed: boolean;
}

/** What a connection can lead to: the pods and the Services of an app, found without scanning. */
export class AppNetwork {
  readonly groups: readonly PodGroup[];
  readonly services: readonly ClusterService[];
  private readonly byScope = new Map<IConstruct, PodGroup[]>();
  private readonly byLabel = new Map<string, Set<PodGroup>>();
  private readonly byServiceName = new Map<string, ClusterService>();

  constructor(
    readonly manifests: ReadonlyMap<ApiObject, Manifest>,
    managed: readonly ManagedPods[],
  ) {
    this.groups = [
      ...[...manifests].flatMap(([construct, manifest]) => podGroupOf(construct, manifest) ?? []),
      ...managed.map(managedPodGroup),
    ];
    for (const group of this.groups) {
      for (const scope of group.construct.node.scopes) {
        const below = this.byScope.get(scope);
        if (below) below.push(group);
        else this.byScope.set(scope, [group]);
      }
      for (const label of labelKeys(group.labels)) {
        this.byLabel.set(label, (this.byLabel.get(label) ?? new Set()).add(group));
      }
    }
    this.services = [...manifests.values()].filter(({ kind }) => kind === 'Service').map(clusterService);
    for (const service of this.services) this.byServiceName.set(`${service.namespace}/${service.name}`, service);
  }

  /** The pods of every workload at or below a construct. */
  below(scope: IConstruct): readonly PodGroup[] {
    return this.byScope.get(scope) ?? [];
  }

  /** The pods that carry all of the labels; none without a label. */
  labelled({ labels, namespace }: PodsByLabel): readonly PodGroup[] {
    const [rarest = [], ...others] = labelKeys(labels)
      .map((key) => this.byLabel.get(key) ?? new Set<PodGroup>())
      .sort((a, b) => a.size - b.size);
    return [...rarest].filter(
      (group) =>
        (namespace === undefined || group.namespace === namespace) && others.every((labelled) => labelled.has(group)),
    );
  }

  service(namespace: string, name: string): ClusterService | undefined {
    return this.byServiceName.get(`${namespace}/${name}`);
  }
}

function clusterService(manifest: Manifest): ClusterService {
  const { type, selector, ports, externalIPs, clusterIP } = fields(manifest, 'spec');
  return {
    name: String(manifest.metadata.name),
    namespace: namespaceOf(manifest),
    annotations: fields(manifest.metadata, 'annotations'),
    selector: fields(selector),
    ports: list(ports).map((entry) => {
      const { port, targetPort = port, protocol = 'TCP' } = fields(entry);
      return { port: Number(port), targetPort: targetPort as number | string, protocol: String(protocol) };
    }),
    isHeadless: clusterIP === 'None',
    isExposed: type === 'NodePort' || type === 'LoadBalancer' || list(externalIPs).length > 0,
  };
}

function labelKeys(labels: Fields): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
}
