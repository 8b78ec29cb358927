import { type IConstruct } from 'constructs';
import { emptyLimitProblem, portError, refuse } from '../validation';
import { type ConnectionPeer, type PeerPorts } from './connection-peer';

/** A connection that somebody opens. */
export interface Connection {
  readonly from: ConnectionPeer;
  readonly to: ConnectionPeer;
  /** Ports of the pods, where the target does not say them itself. */
  readonly ports: PeerPorts;
  /** The construct that declared it. */
  readonly declaredBy: IConstruct;
}

/** Pods that a controller makes of a custom resource: nobody can read their labels in a manifest. */
export interface ManagedPods {
  /** The custom resource. */
  readonly construct: IConstruct;
  /** What to call them. */
  readonly name: string;
  readonly namespace: string;
  /** The labels that select them. */
  readonly labels: { readonly [label: string]: string };
  /** The account that they use. */
  readonly serviceAccountName: string;
}

interface Registry {
  readonly connections: Connection[];
  readonly managed: ManagedPods[];
}

const registries = new WeakMap<IConstruct, Registry>();

/**
 * Who talks to whom in an app. Every construct of this library adds its own connections when it is wired to another one; they cost nothing, and
 * change nothing, until something is isolated.
 */
export class Connections {
  /** The connections of the app that a construct is in. */
  public static of(scope: IConstruct): Connections {
    const root = scope.node.root;
    const registry = registries.get(root) ?? { connections: [], managed: [] };
    registries.set(root, registry);
    return new Connections(registry, scope);
  }

  private constructor(
    private readonly registry: Registry,
    private readonly scope: IConstruct,
  ) {}

  /**
   * Adds a connection that `isolate()` has to admit.
   *
   * @param from who connects
   * @param to to whom; a Service or a URL says its port itself
   * @throws on a port, a label or a namespace that is invalid.
   */
  public add(from: ConnectionPeer, to: ConnectionPeer, ports: PeerPorts = {}): void {
    const numbers = [...(ports.ports ?? []), ...(ports.udpPorts ?? [])];
    const limits = ports.ports === undefined && ports.udpPorts === undefined ? undefined : numbers;
    refuse(
      this.scope,
      from.problem(),
      to.problem(),
      emptyLimitProblem('The ports of the connection', limits),
      ...numbers.map((port) => portError('The port of the connection', port)),
    );
    this.registry.connections.push({ from, to, ports, declaredBy: this.scope });
  }

  /** Tells of pods that a controller makes of a custom resource. @internal */
  public addManagedPods(pods: ManagedPods): void {
    this.registry.managed.push(pods);
  }

  /** @internal */
  public get all(): readonly Connection[] {
    return this.registry.connections;
  }

  /** @internal */
  public get managedPods(): readonly ManagedPods[] {
    return this.registry.managed;
  }
}
