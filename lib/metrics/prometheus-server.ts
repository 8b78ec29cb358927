import { createHash } from 'node:crypto';
import { ApiObject, Chart, Duration, Lazy, Size } from 'cdk8s';
import { Cpu, ServiceType } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  ClusterProfile,
  ConnectionPeer,
  Connections,
  Endpoint,
  Instructions,
  OutsideAddress,
  checkProps,
  resourceProblems,
  type IInstructed,
  type Instruction,
  type PrometheusReference,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, Warnings, assignStage } from '../synth';
import { printYaml } from '../synth/print-yaml';
import { ConstructError, dns1035LabelProblem, dnsLabelProblem, imageProblem, nameError, refuse } from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { addAccount, addClusterAccess } from './access';
import { Alertmanager } from './alertmanager';
import { claimTemplate } from './claim-template';
import { DataVolume } from './data-volume';
import { KubeStateMetrics } from './kube-state-metrics';
import { type NodeExporter } from './node-exporter';
import { addNodeExporter } from './own-node-exporter';
import { labelsOf } from './pod-parts';
import { prometheusConfig } from './prometheus-config';
import { prometheusDuration, prometheusDurationProblem, scrapeTimeoutProblem } from './prometheus-duration';
import { CONFIG, PROMETHEUS_PORT, prometheusPod } from './prometheus-pod';
import { labelNameProblem, ruleGroupConfig, ruleGroupProblems, warnOfRules, type RuleGroup } from './prometheus-rule';
import { retentionSizeProblem } from './retention';
import { PROMETHEUS_SERVER_RULES } from './prometheus-rules';
import { PrometheusWorkload, type PrometheusServerProps } from './prometheus-server-props';
import { Pushgateway } from './pushgateway';
import { ScrapeJob } from './scrape-job';
import { annotatePods, type ScrapeOptions, type ScrapedWorkload } from './scraped-workload';
import { ServiceObject } from './service-object';

const RULES = 'rules.yml';
const ALONE = 'one process at a time can open the folder with the samples';

/**
 * Prometheus from plain manifests, with the scrape jobs that find what carries the annotations `prometheus.io/…`, and its companions.
 *
 * @see https://prometheus.io/docs/prometheus/latest/
 */
export class PrometheusServer extends IsolatableConstruct implements PrometheusReference, IInstructed {
  /** Name of workload, Service, ConfigMap and account. */
  public readonly name: string;
  /** Namespace of everything that has one. */
  public readonly namespace: string;
  /** How often each target is asked. */
  public readonly scrapeInterval: Duration;
  /** The Deployment or StatefulSet. */
  public readonly workload: ApiObject;
  /** The Service. */
  public readonly service: ServiceObject;
  /** kube-state-metrics, unless it is switched off. */
  public readonly kubeStateMetrics?: KubeStateMetrics;
  /** node-exporter, unless it is switched off. */
  public readonly nodeExporter?: NodeExporter;
  /** The Pushgateway, if it is switched on. */
  public readonly pushgateway?: Pushgateway;
  /** The Alertmanager, if it is switched on. */
  public readonly alertmanager?: Alertmanager;

  private readonly jobs: ScrapeJob[] = [];
  private readonly alertmanagers: string[] = [];
  private readonly ruleGroups: RuleGroup[] = [];

  /** @throws on what Prometheus refuses to start with, a node port that is taken, a companion that the app has already. */
  constructor(scope: Construct, id: string, props: PrometheusServerProps = {}) {
    super(scope, id);
    checkProps(this, 'PrometheusServer', props);
    assignStage(this, Stage.CONTROLLERS);
    this.name = props.name ?? id;
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    this.scrapeInterval = props.scrapeInterval ?? Duration.seconds(15);
    const timeout = props.scrapeTimeout ?? shorter(Duration.seconds(10), this.scrapeInterval);
    this.refuseOddProps(props, timeout);
    const labels = labelsOf(this.name, 'prometheus', 'server');
    const metadata = { name: this.name, namespace: this.namespace, labels };
    addAccount(this, metadata);
    addClusterAccess(this, metadata, PROMETHEUS_SERVER_RULES);
    for (const group of props.rules ?? []) this.addRules(group);
    const files = (): { [file: string]: string } => this.files(timeout, props);
    const data: unknown = Lazy.any({ produce: files }); // jobs and rules may be added later
    new ApiObject(this, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    this.workload = this.addWorkload(metadata, props, files);
    for (const job of [...(props.jobs ?? ScrapeJob.defaults()), ...(props.additionalJobs ?? [])]) this.addJob(job);
    this.service = new ServiceObject(this, 'service', {
      ...metadata,
      selector: { app: this.name },
      ports: [{ name: 'http', port: 80, targetPort: PROMETHEUS_PORT }],
      exposure: props.exposure,
    });

    const { namespace } = this;
    if (props.kubeStateMetrics ?? true) {
      this.kubeStateMetrics = new KubeStateMetrics(this, 'kube-state-metrics', { namespace });
    }
    if (props.nodeExporter ?? true) this.nodeExporter = addNodeExporter(this, namespace, props.nodeExporterNamespace);
    if (props.pushgateway) this.pushgateway = new Pushgateway(this, 'pushgateway', { namespace });
    if (props.alertmanager) {
      this.alertmanager = new Alertmanager(this, 'alertmanager', { namespace });
      this.sendAlertsTo(this.alertmanager);
    }
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
   * Asks further targets.
   *
   * @throws on a second job of the same name, or a timeout that is longer than the interval.
   */
  public addJob(job: ScrapeJob): void {
    if (this.jobs.some(({ name }) => name === job.name)) {
      throw new ConstructError(this, {
        what: `Prometheus "${this.name}" has two scrape jobs with the name "${job.name}".`,
        why: 'Prometheus refuses its whole configuration, and does not start.',
        fix: 'Name one of them otherwise, or leave the default one out: ScrapeJob.defaults({ … : false }).',
      });
    }
    const { scrapeInterval = this.scrapeInterval, scrapeTimeout } = job;
    refuse(this, scrapeTimeout && scrapeTimeoutProblem(`The job "${job.name}"`, scrapeInterval, scrapeTimeout));
    this.jobs.push(job);
    for (const peer of job.peers()) Connections.of(this).add(ConnectionPeer.podsOf(this.workload), peer);
  }

  /**
   * Asks the pods of a workload for metrics, by the annotations that the job `kubernetes-pods` looks for.
   *
   * @throws without that job; if the workload declares no port; if another Prometheus asks the same pods otherwise.
   */
  public scrape(workload: ScrapedWorkload, options: ScrapeOptions = {}): void {
    const job = options.slow ? 'kubernetes-pods-slow' : 'kubernetes-pods';
    if (!this.jobs.some(({ name }) => name === job)) {
      throw new ConstructError(this, {
        what: `Prometheus "${this.name}" is to scrape the pods of "${workload.name}", and has no job "${job}".`,
        why: 'Nothing would look for the annotations: no metric of these pods would ever be there.',
        fix: `Add ScrapeJob.${options.slow ? 'kubernetesPodsSlow' : 'kubernetesPods'}() to its jobs.`,
      });
    }
    annotatePods(this, workload, options);
  }

  /**
   * Evaluates further rules.
   *
   * @throws on a second group of the same name, or a name that Prometheus does not take.
   */
  public addRules(group: RuleGroup): void {
    refuse(this, ...ruleGroupProblems([...this.ruleGroups, group], this.scrapeInterval));
    warnOfRules(this, group, this.scrapeInterval);
    this.ruleGroups.push(group);
  }

  /** Sends alerts to an Alertmanager, in addition to others. */
  public sendAlertsTo(alertmanager: Alertmanager): void {
    const { name, ports } = alertmanager.service;
    const { clusterDomain } = ClusterProfile.of(this);
    const address = `${name}.${alertmanager.namespace}.svc.${clusterDomain}:${ports[0]!.port}`;
    this.alertmanagers.push(address);
    Connections.of(this).add(ConnectionPeer.podsOf(this.workload), ConnectionPeer.url(`http://${address}`));
  }

  private files(scrapeTimeout: Duration, props: PrometheusServerProps): { [file: string]: string } {
    const rules = this.ruleGroups.length > 0;
    const config = prometheusConfig({
      scrapeInterval: this.scrapeInterval,
      scrapeTimeout,
      evaluationInterval: props.evaluationInterval ?? this.scrapeInterval,
      externalLabels: props.externalLabels ?? {},
      jobs: this.jobs,
      alertmanagers: this.alertmanagers,
      ruleFiles: rules ? [`${CONFIG}/${RULES}`] : [],
      selfSignedKubelets: ClusterProfile.of(this).selfSignedKubelets,
    });
    return {
      'prometheus.yml': config,
      ...(rules ? { [RULES]: printYaml({ groups: this.ruleGroups.map(ruleGroupConfig) }) } : {}),
    };
  }

  private addWorkload(
    metadata: { readonly name: string; readonly namespace: string; readonly labels: { [label: string]: string } },
    props: PrometheusServerProps,
    files: () => { [file: string]: string },
  ): ApiObject {
    const { workload = PrometheusWorkload.DEPLOYMENT, storage = DataVolume.emptyDir(), configReload = true } = props;
    const stateful = workload === PrometheusWorkload.STATEFUL_SET;
    const claims = stateful && storage.isPersistent;
    if (storage.isPersistent && !stateful) {
      const spec = storage.toClaimSpec();
      new ApiObject(this, 'claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec });
    }
    const checksum: unknown = Lazy.any({
      produce: () => createHash('sha256').update(JSON.stringify(files())).digest('hex').slice(0, 16),
    });
    return new ApiObject(this, 'workload', {
      apiVersion: 'apps/v1',
      kind: workload,
      metadata: stateful ? metadata : { ...metadata, annotations: { 'cdk8s-autoscaling/ignore': `R22: ${ALONE}` } },
      spec: {
        selector: { matchLabels: { app: this.name } },
        ...(stateful ? { serviceName: this.name } : { strategy: { type: 'Recreate' } }),
        template: {
          metadata: {
            labels: metadata.labels,
            ...(configReload ? {} : { annotations: { 'cdk8s-autoscaling/config': checksum } }),
          },
          spec: prometheusPod({
            name: this.name,
            image: props.image ?? MONITORING_IMAGES.prometheus,
            isExposed: isExposed(props),
            reloaderImage: configReload ? (props.reloaderImage ?? MONITORING_IMAGES.configReloader) : undefined,
            retention: prometheusDuration(props.retention ?? Duration.days(15)),
            retentionSize: props.retentionSize && `${props.retentionSize.toMebibytes()}MB`,
            additionalArgs: props.additionalArgs ?? [],
            cpu: props.cpu ?? { request: Cpu.millis(100) },
            memory: props.memory ?? { request: Size.mebibytes(256) },
            dataVolume: claims ? undefined : storage.toVolume('data', this.name),
          }),
        },
        ...(claims ? { volumeClaimTemplates: [claimTemplate('data', storage)] } : {}),
      },
    });
  }

  private refuseOddProps(props: PrometheusServerProps, timeout: Duration): void {
    const { storage, image, reloaderImage } = props;
    refuse(
      this,
      nameError('The name', this.name, dns1035LabelProblem(this.name)),
      nameError('The namespace', this.namespace, dnsLabelProblem(this.namespace)),
      image === undefined ? undefined : imageProblem(image),
      reloaderImage === undefined ? undefined : imageProblem(reloaderImage),
      prometheusDurationProblem(`The scrape interval of Prometheus "${this.name}"`, this.scrapeInterval),
      prometheusDurationProblem(`The scrape timeout of Prometheus "${this.name}"`, timeout),
      prometheusDurationProblem(`The evaluation interval of Prometheus "${this.name}"`, props.evaluationInterval),
      prometheusDurationProblem(`The retention of Prometheus "${this.name}"`, props.retention),
      scrapeTimeoutProblem(`Prometheus "${this.name}"`, this.scrapeInterval, timeout),
      retentionSizeProblem(this.name, props.retentionSize, storage),
      ...resourceProblems(`Prometheus "${this.name}"`, props.cpu, props.memory),
      ...Object.keys(props.externalLabels ?? {}).map((label) => labelNameProblem(`Prometheus "${this.name}"`, label)),
    );
    const open = props.additionalArgs?.find((argument) => OPEN_ENDPOINTS.test(argument));
    if (open !== undefined && isExposed(props)) {
      Warnings.of(this).add(
        `[${this.node.path}] Prometheus "${this.name}" is exposed, and ${open} lets whoever reaches it stop it or delete its samples. Leave the argument out, or the exposure.`,
      );
    }
    if (storage?.isPersistent && storage.storageClass === undefined && ClusterProfile.of(this).name === 'kubeadm') {
      Warnings.of(this).add(
        `[${this.node.path}] The volume of Prometheus "${this.name}" names no StorageClass, and kubeadm makes no default one: its claim may stay Pending. Name one, or use DataVolume.emptyDir().`,
      );
    }
  }
}

/** Arguments that open what nobody asks a password for. */
const OPEN_ENDPOINTS = /^--web\.enable-(?:lifecycle|admin-api)\b(?!=false)/;

function isExposed({ exposure }: PrometheusServerProps): boolean {
  return exposure !== undefined && exposure.type !== ServiceType.CLUSTER_IP;
}

function shorter(one: Duration, other: Duration): Duration {
  return one.toMilliseconds() < other.toMilliseconds() ? one : other;
}
