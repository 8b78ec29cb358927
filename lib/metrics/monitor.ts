import { type ApiObjectMetadataDefinition, type Duration } from 'cdk8s';
import { ConstructError, type Located } from '../validation';
import { prometheusDuration } from './prometheus-duration';
import { type Relabeling } from './relabeling';

/** A port of a Service that is monitored. */
export interface MonitoredPort {
  /** Port of the Service. */
  readonly port: number;
  /** Name of the port. */
  readonly name?: string;
  /** Port of the pods. */
  readonly targetPort?: number;
}

/** A Service whose endpoints serve metrics: `ScalableWebApp.service`, or a Service of any cdk8s-plus-NN. */
export interface MonitoredService {
  /** Name of the Service. */
  readonly name: string;
  /** Its metadata. */
  readonly metadata: ApiObjectMetadataDefinition;
  /** Its ports. */
  readonly ports: MonitoredPort[];
}

/** How the endpoints of a Service are asked for metrics. */
export interface MonitorOptions {
  /**
   * Name of the Service's port.
   * @default the one with the name `metrics` or `http-metrics`, else the first one
   */
  readonly port?: string;
  /**
   * Path of the metrics.
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * How often they are asked.
   * @default the stack's scrape interval
   */
  readonly interval?: Duration;
  /**
   * Whether labels of the samples win over the ones of the target, as for exporters that tell about other objects.
   * @default false
   */
  readonly honorLabels?: boolean;
  /**
   * Steps on the targets' labels.
   * @default none
   */
  readonly relabelings?: Relabeling[];
  /**
   * Steps on each sample's labels before it is stored.
   * @default none
   */
  readonly metricRelabelings?: Relabeling[];
}

/** How pods are asked for metrics. */
export interface MonitorPodsOptions {
  /**
   * Port of the pods.
   * @default the declared port with the name `metrics` or `http-metrics`, else the first one
   */
  readonly port?: number;
  /**
   * Path of the metrics.
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * How often they are asked.
   * @default the stack's scrape interval
   */
  readonly interval?: Duration;
  /**
   * Whether labels of the samples win over the ones of the target.
   * @default false
   */
  readonly honorLabels?: boolean;
  /**
   * Steps on the targets' labels.
   * @default none
   */
  readonly relabelings?: Relabeling[];
  /**
   * Steps on each sample's labels before it is stored.
   * @default none
   */
  readonly metricRelabelings?: Relabeling[];
}

/** The port of a Service that is asked for metrics. @throws if it has no such port. */
export function monitoredPort(scope: Located, service: MonitoredService, asked: string | undefined): MonitoredPort {
  const { name, ports } = service;
  const port =
    asked === undefined
      ? (ports.find((each) => each.name !== undefined && /^(?:http-)?metrics$/.test(each.name)) ?? ports[0])
      : ports.find((each) => each.name === asked);
  if (!port) {
    throw new ConstructError(scope, {
      what: `Service "${name}" is to be monitored at ${asked === undefined ? 'its port' : `the port "${asked}"`}, which it does not have.`,
      why: 'Prometheus would find no target, and say nothing.',
      fix: `Use one of its ports: ${ports.map((each) => each.name ?? each.port).join(', ') || 'add one'}.`,
    });
  }
  return port;
}

/** A port of a Service in the words of a ServiceMonitor. */
export function monitoredPortFields({ name, port, targetPort = port }: MonitoredPort): object {
  return name === undefined ? { targetPort } : { port: name };
}

/** What both kinds of monitors say of an endpoint. */
export function endpointOptions({
  path,
  interval,
  honorLabels,
  ...steps
}: MonitorPodsOptions | MonitorOptions): object {
  const { relabelings = [], metricRelabelings = [] } = steps;
  return {
    ...(path === undefined ? {} : { path }),
    ...(interval ? { interval: prometheusDuration(interval) } : {}),
    ...(honorLabels ? { honorLabels } : {}),
    ...(relabelings.length > 0 ? { relabelings: relabelings.map((step) => step.toCustomResource()) } : {}),
    ...(metricRelabelings.length > 0
      ? { metricRelabelings: metricRelabelings.map((step) => step.toCustomResource()) }
      : {}),
  };
}
