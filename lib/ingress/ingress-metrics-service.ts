import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';

/** The port of a metrics Service. */
export interface IngressMetricsPort {
  /** Name of the port. */
  readonly name: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port of the pods. */
  readonly targetPort: number;
}

/** What the metrics Service of a controller is made of. */
export interface IngressMetricsServiceProps {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: { readonly [label: string]: string };
  /** Port of the pods. */
  readonly port: number;
}

/** The metrics of a controller's pods under one name. It is headless: each pod has metrics of its own, and a Service would mix them. */
export class IngressMetricsService extends ApiObject {
  /** Its ports. */
  public readonly ports: IngressMetricsPort[];

  constructor(scope: Construct, id: string, { name, namespace, podLabels, port }: IngressMetricsServiceProps) {
    const ports = [{ name: 'metrics', port, targetPort: port }];
    super(scope, id, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels: { ...podLabels, 'app.kubernetes.io/managed-by': 'cdk8s-autoscaling' } },
      spec: { clusterIP: 'None', selector: podLabels, ports: ports.map((each) => ({ ...each, protocol: 'TCP' })) },
    });
    this.ports = ports;
  }
}
