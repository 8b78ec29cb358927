import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ConnectionPeer, Connections } from '../platform';
import { ConstructError, refuse } from '../validation';
import {
  endpointOptions,
  monitoredPort,
  monitoredPortFields,
  type MonitorOptions,
  type MonitorPodsOptions,
  type MonitoredService,
} from './monitor';
import { labelsOf } from './pod-parts';
import { prometheusDurationProblem } from './prometheus-duration';
import { metricsPortOf, refuseOddPath, type ScrapedWorkload } from './scraped-workload';

/** Labels of the pods that become labels of their series, as the annotations of a PrometheusServer make them: queries of apps and controllers pick by these. */
const SERIES_LABELS = ['app', 'app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/component'];
/** By this label of a Service or pod its monitor finds it, and nothing else. */
const MONITORED = 'cdk8s-autoscaling/monitor';
const API_VERSION = 'monitoring.coreos.com/v1';

/** What a Prometheus of an operator asks: ServiceMonitors and PodMonitors with the labels that it selects. */
export class Monitors {
  /**
   * @param scope the construct that is called, for errors and connections
   * @param resources what the monitors become children of
   * @param labels what the Prometheus selects monitors by
   * @param prometheus who asks
   */
  constructor(
    private readonly scope: Construct,
    private readonly resources: Construct,
    private readonly labels: { readonly [label: string]: string },
    private readonly prometheus: () => ConnectionPeer,
  ) {}

  /** @throws if the Service has no such port, or is monitored already. */
  public ofService(service: MonitoredService, options: MonitorOptions): ApiObject {
    this.refuseOddOptions(service.name, options);
    const port = monitoredPort(this.scope, service, options.port);
    const endpoint = { ...monitoredPortFields(port), ...endpointOptions(options) };
    this.connectTo(ConnectionPeer.service(service, port.port));
    service.metadata.addLabel(MONITORED, service.name);
    return this.add('ServiceMonitor', service.name, service.metadata.namespace ?? 'default', {
      selector: { matchLabels: { [MONITORED]: service.name } },
      podTargetLabels: SERIES_LABELS,
      endpoints: [endpoint],
    });
  }

  /** @throws if the workload declares no port, or is monitored already. */
  public ofPods(workload: ScrapedWorkload, options: MonitorPodsOptions): ApiObject {
    this.refuseOddOptions(workload.name, options);
    const { name, number } = metricsPortOf(this.scope, workload, options.port);
    const port = name === undefined ? { portNumber: number } : { port: name };
    const labels = { [MONITORED]: workload.name };
    const namespace = workload.metadata.namespace ?? 'default';
    workload.podMetadata.addLabel(MONITORED, workload.name);
    this.connectTo(ConnectionPeer.pods({ labels, namespace }), [number]);
    return this.add('PodMonitor', workload.name, namespace, {
      selector: { matchLabels: labels },
      podTargetLabels: SERIES_LABELS,
      podMetricsEndpoints: [{ ...port, ...endpointOptions(options) }],
    });
  }

  /** A monitor of something that is neither. @throws if there is one of that name already. */
  public add(kind: 'ServiceMonitor' | 'PodMonitor', name: string, namespace: string, spec: object): ApiObject {
    const id = `${kind}-${namespace}-${name}`;
    if (this.resources.node.tryFindChild(id)) {
      throw new ConstructError(this.scope, {
        what: `${kind} "${namespace}/${name}" is there twice.`,
        why: 'Two objects of one name are one on the cluster: the second apply would replace the first.',
        fix: 'Monitor each Service and each workload once.',
      });
    }
    const labels = { ...labelsOf(name, 'prometheus', 'monitor'), ...this.labels };
    const metadata = { name, namespace, labels };
    return new ApiObject(this.resources, id, { apiVersion: API_VERSION, kind, metadata, spec });
  }

  private connectTo(target: ConnectionPeer, ports?: number[]): void {
    Connections.of(this.scope).add(this.prometheus(), target, { ports });
  }

  private refuseOddOptions(name: string, { path, interval }: Omit<MonitorPodsOptions, 'port'>): void {
    refuseOddPath(this.scope, name, path);
    refuse(this.scope, prometheusDurationProblem(`The interval of the monitor of "${name}"`, interval));
  }
}
