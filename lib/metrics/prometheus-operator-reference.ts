import { Duration, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ConnectionPeer,
  Endpoint,
  checkProps,
  prometheusReferenceProblem,
  type PrometheusReference,
} from '../platform';
import { AppChecks, Stage, assignStage } from '../synth';
import { dnsLabelProblem, dnsSubdomainProblem, formError, labelsError, nameError, refuse } from '../validation';
import { type MonitorOptions, type MonitorPodsOptions, type MonitoredService } from './monitor';
import { Monitors } from './monitors';
import { operatedLabels } from './operated-labels';
import { OperatedRules } from './operated-rules';
import { PROMETHEUS_PORT } from './prometheus-pod';
import { type RuleGroup } from './prometheus-rule';
import { type ScrapedWorkload } from './scraped-workload';

/** Props of `PrometheusOperatorReference`. */
export interface PrometheusOperatorReferenceProps {
  /** The labels that its Prometheus selects monitors by (`serviceMonitorSelector`), such as `{ release: 'kube-prometheus-stack' }` of the Helm chart. */
  readonly monitorLabels: { [label: string]: string };
  /** Namespace of its Prometheus. */
  readonly namespace: string;
  /**
   * The labels that its Prometheus selects rules by (`ruleSelector`).
   * @default the same as of the monitors
   */
  readonly ruleLabels?: { [label: string]: string };
  /**
   * Name of its Prometheus, for `isolate()`: the pods that ask.
   * @default any Prometheus of an operator in the namespace
   */
  readonly prometheusName?: string;
  /**
   * URL of the HTTP API of its Prometheus.
   * @default the Service `prometheus-operated`, which the operator makes beside each Prometheus, at port 9090
   */
  readonly url?: string;
  /**
   * How often its Prometheus asks, unless a monitor says otherwise.
   * @default 30 s, as the operator has it
   */
  readonly scrapeInterval?: Duration;
}

/**
 * A prometheus-operator that somebody else installed: apps are monitored by it, and nothing is installed. That it is named says that the cluster
 * has it, with its definitions.
 *
 * @see https://prometheus-operator.dev/docs/developer/getting-started/
 */
export class PrometheusOperatorReference extends Construct implements PrometheusReference {
  /** The labels that its Prometheus selects monitors by. */
  public readonly monitorLabels: { [label: string]: string };
  /** The labels that its Prometheus selects rules by. */
  public readonly ruleLabels: { [label: string]: string };
  /** Namespace of its Prometheus. */
  public readonly namespace: string;
  /** URL of the HTTP API of its Prometheus. */
  public readonly url: string;
  /** How often its Prometheus asks, unless a monitor says otherwise. */
  public readonly scrapeInterval: Duration;

  private readonly monitors: Monitors;
  private readonly rules: OperatedRules;

  /** @throws on labels without which nothing is selected, and on an address that is not a URL. */
  constructor(scope: Construct, id: string, props: PrometheusOperatorReferenceProps) {
    super(scope, id);
    checkProps(this, 'PrometheusOperatorReference', props);
    assignStage(this, Stage.CONFIGURATION);
    const { monitorLabels, namespace, prometheusName } = props;
    this.monitorLabels = monitorLabels;
    this.ruleLabels = props.ruleLabels ?? monitorLabels;
    this.namespace = namespace;
    this.scrapeInterval = props.scrapeInterval ?? Duration.seconds(30);
    refuse(
      this,
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      formError('The Prometheus', prometheusName, dnsSubdomainProblem),
      labelsError(this.monitorLabels),
      labelsError(this.ruleLabels),
    );
    this.url = props.url ?? this.operatedUrl();
    refuse(this, prometheusReferenceProblem(this));
    const labels =
      prometheusName === undefined ? { 'app.kubernetes.io/name': 'prometheus' } : operatedLabels(prometheusName);
    this.monitors = new Monitors(this, this, monitorLabels, () => ConnectionPeer.pods({ labels, namespace }));
    this.rules = new OperatedRules(this, {
      resources: this,
      labels: this.ruleLabels,
      scrapeInterval: this.scrapeInterval,
    });
    const checks = AppChecks.attach(this);
    checks.provide('monitoring.coreos.com');
    checks.provide(`Service ${namespace}/prometheus-operated`);
  }

  /**
   * Asks the endpoints of a Service for metrics: a ServiceMonitor with the labels that the Prometheus selects, and a label on the Service by which
   * it is found.
   *
   * @throws if the Service has no such port, or is monitored already.
   */
  public monitor(service: MonitoredService, options: MonitorOptions = {}): ApiObject {
    return this.monitors.ofService(service, options);
  }

  /**
   * Asks the pods of a workload for metrics, without a Service: a PodMonitor with the labels that the Prometheus selects, and a label on the pods by
   * which they are found.
   *
   * @throws if the workload declares no port, or is monitored already.
   */
  public monitorPods(workload: ScrapedWorkload, options: MonitorPodsOptions = {}): ApiObject {
    return this.monitors.ofPods(workload, options);
  }

  /**
   * Has rules evaluated: a PrometheusRule with the labels that the Prometheus selects.
   *
   * @throws on a group whose name is taken, or that Prometheus does not take.
   */
  public addRules(group: RuleGroup): ApiObject {
    return this.rules.add(group);
  }

  private operatedUrl(): string {
    const service = {
      name: 'prometheus-operated',
      metadata: { namespace: this.namespace },
      ports: [{ name: 'web', port: PROMETHEUS_PORT }],
    };
    return Endpoint.ofService(this, service).url.replace(/\/$/, '');
  }
}
