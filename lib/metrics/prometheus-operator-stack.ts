import { ApiObject, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  ClusterProfile,
  ClusterSingletons,
  ConnectionPeer,
  Connections,
  CrdComponent,
  CustomResourceDefinitions,
  Endpoint,
  Instructions,
  OutsideAddress,
  checkProps,
  resourceProblems,
  type IInstructed,
  type Instruction,
  type PrometheusReference,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import {
  dns1035LabelProblem,
  dnsLabelProblem,
  imageProblem,
  nameError,
  refuse,
  wholeNumberProblem,
} from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { addAccount, addClusterAccess } from './access';
import { API_SERVER_MONITOR, kubeletMonitor } from './cluster-monitors';
import { KubeStateMetrics } from './kube-state-metrics';
import { type MonitorOptions, type MonitorPodsOptions, type MonitoredService } from './monitor';
import { Monitors } from './monitors';
import { type NodeExporter } from './node-exporter';
import { addNodeExporter } from './own-node-exporter';
import { operatedLabels } from './operated-labels';
import { OperatedRules } from './operated-rules';
import { OPERATOR_PORT, operatorPod } from './operator-pod';
import { OPERATED_PROMETHEUS_RULES, OPERATOR_RULES } from './operator-rules';
import { labelsOf, resourcesOf, restrictedPod } from './pod-parts';
import { prometheusDuration, prometheusDurationProblem } from './prometheus-duration';
import { type RuleGroup } from './prometheus-rule';
import { type PrometheusOperatorStackProps } from './prometheus-operator-stack-props';
import { PROMETHEUS_PORT } from './prometheus-pod';
import { retentionSizeProblem } from './retention';
import { type ScrapedWorkload } from './scraped-workload';
import { ServiceObject } from './service-object';

const API_VERSION = 'monitoring.coreos.com/v1';

/**
 * prometheus-operator with a Prometheus, and what it monitors: the monitors get the labels that this Prometheus selects.
 *
 * @see https://prometheus-operator.dev
 */
export class PrometheusOperatorStack extends IsolatableConstruct implements PrometheusReference, IInstructed {
  /** Name of the Prometheus, its Service and its account. */
  public readonly name: string;
  /** Namespace of everything that has one. */
  public readonly namespace: string;
  /** How often each target is asked, unless its monitor says otherwise. */
  public readonly scrapeInterval: Duration;
  /** The labels that a ServiceMonitor, PodMonitor or PrometheusRule needs: this Prometheus selects no other. */
  public readonly monitorLabels: { [label: string]: string };
  /** The Deployment of the operator. */
  public readonly operator: ApiObject;
  /** The custom resource of which the operator makes a StatefulSet. */
  public readonly prometheus: ApiObject;
  /** The Service of Prometheus. */
  public readonly service: ServiceObject;
  /** kube-state-metrics, unless it is switched off. */
  public readonly kubeStateMetrics?: KubeStateMetrics;
  /** node-exporter, unless it is switched off. */
  public readonly nodeExporter?: NodeExporter;

  private readonly resources: Construct;
  private readonly monitors: Monitors;
  private readonly rules: OperatedRules;

  /** @throws if there is a second operator in the app; on what operator or Prometheus refuse; on a node port or companion that the app has already. */
  constructor(scope: Construct, id: string, props: PrometheusOperatorStackProps = {}) {
    super(scope, id);
    checkProps(this, 'PrometheusOperatorStack', props);
    assignStage(this, Stage.CONTROLLERS);
    this.resources = new Construct(this, 'resources');
    assignStage(this.resources, Stage.CONFIGURATION);
    this.name = props.name ?? id;
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    this.scrapeInterval = props.scrapeInterval ?? Duration.seconds(15);
    this.monitorLabels = { release: this.name };
    this.monitors = new Monitors(this, this.resources, this.monitorLabels, () =>
      ConnectionPeer.podsOf(this.prometheus),
    );
    this.rules = new OperatedRules(this, {
      resources: this.resources,
      labels: this.monitorLabels,
      namespace: this.namespace,
      scrapeInterval: this.scrapeInterval,
    });
    this.refuseOddProps(props);
    ClusterSingletons.of(this).claim('prometheus-operator', 'installation', this);
    new CustomResourceDefinitions(this, 'definitions', { component: CrdComponent.PROMETHEUS_OPERATOR });

    const operatorService = this.addOperator(props);
    this.operator = operatorService.deployment;
    const labels = labelsOf(this.name, 'prometheus', 'server');
    const account = { name: this.name, namespace: this.namespace, labels };
    const access = new Construct(this, 'access');
    addAccount(access, account);
    addClusterAccess(access, account, OPERATED_PROMETHEUS_RULES);
    this.service = new ServiceObject(this, 'service', {
      ...account,
      selector: operatedLabels(this.name),
      ports: [{ name: 'web', port: PROMETHEUS_PORT, targetPort: PROMETHEUS_PORT }],
      exposure: props.exposure,
    });
    this.prometheus = this.addPrometheus(labels, props);
    Connections.of(this).addManagedPods({
      construct: this.prometheus,
      name: `prometheus-${this.name}`,
      namespace: this.namespace,
      labels: operatedLabels(this.name),
      serviceAccountName: this.name,
    });

    this.monitor(this.service);
    this.monitor(operatorService.service);
    const { namespace } = this;
    if (props.kubeStateMetrics ?? true) {
      this.kubeStateMetrics = new KubeStateMetrics(this, 'kube-state-metrics', { namespace });
      this.monitor(this.kubeStateMetrics.service, { honorLabels: true });
    }
    if (props.nodeExporter ?? true) {
      this.nodeExporter = addNodeExporter(this, namespace, props.nodeExporterNamespace);
      this.monitor(this.nodeExporter.service);
    }
    const { selfSignedKubelets } = ClusterProfile.of(this);
    if (props.kubelet ?? true) {
      this.monitors.add('ServiceMonitor', 'kubelet', namespace, kubeletMonitor(selfSignedKubelets));
      Connections.of(this).add(ConnectionPeer.podsOf(this.prometheus), ConnectionPeer.kubelets());
    }
    if (props.apiServer ?? true) this.monitors.add('ServiceMonitor', 'kube-apiserver', namespace, API_SERVER_MONITOR);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** How to open its page. */
  public instructions(): Instruction[] {
    return [
      OutsideAddress.ofService(this, this.service).instruction(`Open Prometheus "${this.name}"`, [{ path: '/query' }]),
    ];
  }

  /** The address of its HTTP API inside the cluster. */
  public get endpoint(): Endpoint {
    return Endpoint.ofService(this, this.service);
  }

  /** The URL of its HTTP API inside the cluster, without a slash at its end, because clients append paths to it. */
  public get url(): string {
    return this.endpoint.url.replace(/\/$/, '');
  }

  /**
   * Asks the endpoints of a Service for metrics: a ServiceMonitor with the labels that this Prometheus selects, and a label on the Service by
   * which it is found.
   *
   * @throws if the Service has no such port, or is monitored already.
   */
  public monitor(service: MonitoredService, options: MonitorOptions = {}): ApiObject {
    return this.monitors.ofService(service, options);
  }

  /**
   * Asks the pods of a workload for metrics, without a Service: a PodMonitor with the labels that this Prometheus selects, and a label on the
   * pods by which they are found.
   *
   * @throws if the workload declares no port, or is monitored already.
   */
  public monitorPods(workload: ScrapedWorkload, options: MonitorPodsOptions = {}): ApiObject {
    return this.monitors.ofPods(workload, options);
  }

  /**
   * Evaluates rules: a PrometheusRule with the labels that this Prometheus selects.
   *
   * @throws on a group whose name is taken, or that Prometheus does not take.
   */
  public addRules(group: RuleGroup): ApiObject {
    return this.rules.add(group);
  }

  private addOperator(props: PrometheusOperatorStackProps) {
    const scope = new Construct(this, 'operator');
    const name = `${this.name}-operator`;
    const labels = labelsOf(name, 'prometheus-operator', 'controller');
    const metadata = { name, namespace: this.namespace, labels };
    addAccount(scope, metadata);
    addClusterAccess(scope, metadata, OPERATOR_RULES);
    const deployment = new ApiObject(scope, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels },
          spec: operatorPod({
            account: name,
            image: props.operatorImage ?? MONITORING_IMAGES.prometheusOperator,
            reloaderImage: props.reloaderImage ?? MONITORING_IMAGES.configReloader,
            kubeletService: `kube-system/${this.name}-kubelet`,
          }),
        },
      },
    });
    const service = new ServiceObject(scope, 'service', {
      ...metadata,
      selector: { app: name },
      ports: [{ name: 'http', port: OPERATOR_PORT, targetPort: OPERATOR_PORT }],
    });
    return { deployment, service };
  }

  private addPrometheus(labels: { [label: string]: string }, props: PrometheusOperatorStackProps): ApiObject {
    const { storage, retentionSize, replicas = 1 } = props;
    const selected = { matchLabels: this.monitorLabels };
    const everywhere = {}; // of the namespace selectors: all namespaces
    return new ApiObject(this.resources, 'prometheus', {
      apiVersion: API_VERSION,
      kind: 'Prometheus',
      metadata: { name: this.name, namespace: this.namespace, labels },
      spec: {
        image: props.image ?? MONITORING_IMAGES.prometheus,
        replicas,
        serviceAccountName: this.name,
        serviceDiscoveryRole: 'EndpointSlice',
        scrapeInterval: prometheusDuration(this.scrapeInterval),
        evaluationInterval: prometheusDuration(props.evaluationInterval ?? this.scrapeInterval),
        retention: prometheusDuration(props.retention ?? Duration.days(10)),
        ...(retentionSize ? { retentionSize: `${retentionSize.toMebibytes()}MB` } : {}),
        serviceMonitorSelector: selected,
        serviceMonitorNamespaceSelector: everywhere,
        podMonitorSelector: selected,
        podMonitorNamespaceSelector: everywhere,
        ruleSelector: selected,
        ruleNamespaceSelector: everywhere,
        securityContext: restrictedPod(1000, 2000),
        resources: resourcesOf(
          props.cpu ?? { request: Cpu.millis(100) },
          props.memory ?? { request: Size.mebibytes(256) },
        ),
        ...(storage ? { storage: storage.toOperatorStorage() } : {}),
      },
    });
  }

  private refuseOddProps(props: PrometheusOperatorStackProps): void {
    const { operatorImage, reloaderImage, image } = props;
    refuse(
      this,
      nameError('The name', this.name, dns1035LabelProblem(this.name)),
      nameError('The namespace', this.namespace, dnsLabelProblem(this.namespace)),
      ...[operatorImage, reloaderImage, image].map((each) => (each === undefined ? undefined : imageProblem(each))),
      wholeNumberProblem(`The number of replicas of Prometheus "${this.name}"`, props.replicas, 1),
      prometheusDurationProblem(`The scrape interval of Prometheus "${this.name}"`, this.scrapeInterval),
      prometheusDurationProblem(`The evaluation interval of Prometheus "${this.name}"`, props.evaluationInterval),
      prometheusDurationProblem(`The retention of Prometheus "${this.name}"`, props.retention),
      retentionSizeProblem(this.name, props.retentionSize, props.storage),
      ...resourceProblems(`Prometheus "${this.name}"`, props.cpu, props.memory),
    );
  }
}
