import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterSingletons, checkProps, childOf, type ServiceExposure } from '../platform';
import { ConstructError, portError, refuse, annotationsError, labelsError } from '../validation';

/** A port of a `ServiceObject`. */
export interface ServiceObjectPort {
  /** Name of the port. */
  readonly name: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port of the pods. */
  readonly targetPort: number;
  /**
   * Port on every node.
   * @default none
   */
  readonly nodePort?: number;
}

/** Props of `ServiceObject`. */
export interface ServiceObjectProps {
  /** Name of the Service. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Labels of the Service. */
  readonly labels: { [label: string]: string };
  /**
   * Annotations of the Service.
   * @default none
   */
  readonly annotations?: { [annotation: string]: string };
  /** Labels of the pods that it leads to. */
  readonly selector: { [label: string]: string };
  /** Its ports; the first one is the one that is exposed. */
  readonly ports: ServiceObjectPort[];
  /**
   * How it is reached.
   * @default from inside the cluster only
   */
  readonly exposure?: ServiceExposure;
}

/** A Service of one of the stacks, with the ports that addresses and monitors need to know. */
export class ServiceObject extends ApiObject {
  /** Its type. */
  public readonly type: string;
  /** Its ports. */
  public readonly ports: ServiceObjectPort[];

  /** @throws if the exposure has other ports than the first one, or a node port that is taken. */
  constructor(scope: Construct, id: string, props: ServiceObjectProps) {
    checkProps(childOf(scope, id), 'ServiceObject', props);
    const { name, namespace, labels, annotations, selector, exposure } = props;
    const { port, nodePort } = exposedPort(scope, props);
    const first = { ...(port === undefined ? {} : { port }), ...(nodePort === undefined ? {} : { nodePort }) };
    const ports = props.ports.map((each, index) => (index === 0 ? { ...each, ...first } : each));
    const all = { ...annotations, ...exposure?.annotations };
    super(scope, id, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels, ...(Object.keys(all).length > 0 ? { annotations: all } : {}) },
      spec: {
        ...exposure?.fields,
        type: exposure?.type,
        selector,
        ports: ports.map(({ nodePort: onNodes, ...each }) => ({
          ...each,
          protocol: 'TCP',
          ...(onNodes === undefined ? {} : { nodePort: onNodes }),
        })),
      },
    });
    this.type = exposure?.type ?? 'ClusterIP';
    this.ports = ports;
  }
}

function exposedPort(
  scope: Construct,
  { name, ports, exposure, annotations, labels, selector }: ServiceObjectProps,
): { port?: number; nodePort?: number } {
  if (!exposure) return {};
  const [asked, ...others] = exposure.ports;
  if (!asked || others.length > 0 || (asked.name !== undefined && asked.name !== ports[0]?.name)) {
    throw new ConstructError(scope, {
      what: `Service "${name}" is exposed with the ports ${exposure.ports.map((each) => each.name ?? each.port ?? 'HTTP').join(', ') || '(none)'}.`,
      why: `It exposes one: "${ports[0]?.name}".`,
      fix: 'Use Exposure.clusterIp(), Exposure.nodePort(30010) or Exposure.loadBalancer() without further ports.',
    });
  }
  refuse(
    scope,
    asked.port === undefined ? undefined : portError('The Service port', asked.port),
    asked.nodePort === undefined ? undefined : portError('The node port', asked.nodePort),
    annotationsError({ ...annotations, ...exposure.annotations }),
    labelsError(labels),
    labelsError(selector),
  );
  if (asked.nodePort !== undefined) ClusterSingletons.of(scope).claim('node port', String(asked.nodePort), scope);
  return { port: asked.port, nodePort: asked.nodePort };
}
