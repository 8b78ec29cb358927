import { createHash } from 'node:crypto';
import { ApiObject, Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ClusterScopedObject,
  ClusterSingletons,
  ConnectionPeer,
  Connections,
  Instructions,
  checkProps,
  prometheusReferenceProblem,
  type IInstructed,
  type Instruction,
  type PrometheusReference,
} from '../platform';
import { isRetiredImage } from '../checks';
import { AppChecks, IsolatableConstruct, Stage, Warnings, assignStage } from '../synth';
import { printYaml } from '../synth/print-yaml';
import {
  ConstructError,
  dns1035LabelProblem,
  dnsLabelProblem,
  imageProblem,
  nameError,
  refuse,
  wholeNumberProblem,
} from '../validation';
import { MONITORING_IMAGES } from '../versions';
import { addAccount, addClusterAccess, bindingTo } from './access';
import { type AdapterRule } from './adapter-rule';
import { LINUX, RESTRICTED_CONTAINER, labelsOf, restrictedPod } from './pod-parts';
import { ADAPTER_READER_RULES, CUSTOM_METRICS_RULES, EXTERNAL_METRICS_RULES } from './prometheus-adapter-rules';
import { prometheusDuration } from './prometheus-duration';
import { ServiceObject } from './service-object';

const RBAC = 'rbac.authorization.k8s.io/v1';
const CONTROLLER = { name: 'horizontal-pod-autoscaler', namespace: 'kube-system' };
const PORT = 6443;

/** Props of `PrometheusAdapter`. */
export interface PrometheusAdapterProps {
  /** The Prometheus that it asks. */
  readonly prometheus: PrometheusReference;
  /** The metrics that it serves. */
  readonly rules: AdapterRule[];
  /**
   * Namespace of everything that has one.
   * @default the chart's, else 'default'
   */
  readonly namespace?: string;
  /**
   * Image, for a registry of one's own.
   * @default registry.k8s.io/prometheus-adapter/prometheus-adapter of the version table
   */
  readonly image?: string;
  /**
   * How often it looks for new series, at least the scrape interval.
   * @default the scrape interval, but 1 minute or more
   */
  readonly relistInterval?: Duration;
  /**
   * Log verbosity, 0 to 10.
   * @default 0
   */
  readonly verbosity?: number;
}

/**
 * prometheus-adapter: it serves metrics of Prometheus as custom.metrics.k8s.io and external.metrics.k8s.io. Its project points to KEDA.
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter
 */
export class PrometheusAdapter extends IsolatableConstruct implements IInstructed {
  /** Names of the APIServices. */
  public readonly apiServiceNames: string[];
  /** The Deployment. */
  public readonly deployment: ApiObject;

  private readonly account: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: { [label: string]: string };
  };

  /** @throws without rules, on two rules of one metric, on a window or relist interval that is too short, if something else serves the API group. */
  constructor(scope: Construct, id: string, props: PrometheusAdapterProps) {
    super(scope, id);
    checkProps(this, 'PrometheusAdapter', props);
    assignStage(this, Stage.CONTROLLERS);
    const { rules } = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    this.account = { name: id, namespace, labels: labelsOf(id, 'prometheus-adapter', 'metrics-api') };
    this.refuseOddProps(props);
    // Of an image that rule R25 knows, it says so itself.
    if (!isRetiredImage(props.image ?? MONITORING_IMAGES.prometheusAdapter)) {
      Warnings.of(this).add(
        'prometheus-adapter is deprecated: its last release is of 2024, and its project points to KEDA. Use KedaPrometheusScaler for new autoscalers.',
      );
    }
    const groups = [
      ...(rules.some(({ external }) => !external) ? ['custom.metrics.k8s.io'] : []),
      ...(rules.some(({ external }) => external) ? ['external.metrics.k8s.io'] : []),
    ];
    this.apiServiceNames = groups.map((group) => `v1beta1.${group}`);
    for (const name of this.apiServiceNames) ClusterSingletons.of(this).claim('APIService', name, this);

    this.addAccess(groups);
    const config = printYaml({
      ...(groups.includes('custom.metrics.k8s.io')
        ? { rules: rules.filter(({ external }) => !external).map((rule) => rule.toConfig()) }
        : {}),
      ...(groups.includes('external.metrics.k8s.io')
        ? { externalRules: rules.filter(({ external }) => external).map((rule) => rule.toConfig()) }
        : {}),
    });
    const reasons = rules.flatMap(({ metric, reason }) =>
      reason === undefined ? [] : [`# ${metric}: ${oneLine(reason)}\n`],
    );
    const data = { 'config.yaml': `${reasons.join('')}${config}` };
    new ApiObject(this, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: this.account, data });
    this.deployment = this.addDeployment(props, data['config.yaml']);
    new ServiceObject(this, 'service', {
      ...this.account,
      selector: { app: id },
      ports: [{ name: 'https', port: 443, targetPort: PORT }],
    });
    for (const group of groups) this.addApiService(group);
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.url(props.prometheus.url));
    Instructions.of(this).add(this);
    AppChecks.attach(this).provideScrapeInterval(
      props.prometheus.url,
      props.prometheus.scrapeInterval.toMilliseconds() / 1000,
    );
  }

  /** How to see which metrics it serves. */
  public instructions(): Instruction[] {
    const paths = this.apiServiceNames.map((name) => name.replace(/^(\w+)\.(.*)$/, '/apis/$2/$1'));
    return [
      {
        title: `List the metrics of "${this.account.name}"`,
        commands: paths.map((each) => shellCommand('kubectl', 'get', '--raw', each)),
        note: 'There is none until Prometheus has a series of a rule.',
      },
    ];
  }

  private addAccess(groups: readonly string[]): void {
    const { name, namespace, labels } = this.account;
    addAccount(this, this.account);
    addClusterAccess(this, this.account, ADAPTER_READER_RULES);
    new ApiObject(this, 'auth-reader-binding', {
      apiVersion: RBAC,
      kind: 'RoleBinding',
      // The role that it binds is in kube-system, wherever the adapter runs.
      metadata: { name: `${name}-auth-reader`, namespace: 'kube-system', labels },
      ...bindingTo('Role', 'extension-apiserver-authentication-reader', this.account),
    });
    new ClusterScopedObject(this, 'auth-delegator-binding', {
      apiVersion: RBAC,
      kind: 'ClusterRoleBinding',
      metadata: { name: `${namespace}:${name}:system:auth-delegator`, labels },
      ...bindingTo('ClusterRole', 'system:auth-delegator', this.account),
    });
    for (const group of groups) {
      const role = `${namespace}:${name}:${group}`;
      const rules = group.startsWith('custom') ? CUSTOM_METRICS_RULES : EXTERNAL_METRICS_RULES;
      const object = { apiVersion: RBAC, metadata: { name: role, labels } };
      new ClusterScopedObject(this, `${group}-role`, { ...object, kind: 'ClusterRole', rules });
      new ClusterScopedObject(this, `${group}-binding`, {
        ...object,
        kind: 'ClusterRoleBinding',
        ...bindingTo('ClusterRole', role, CONTROLLER),
      });
    }
  }

  private addApiService(group: string): void {
    const { name, namespace, labels } = this.account;
    new ClusterScopedObject(this, group, {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}`, labels },
      spec: {
        group,
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true, // it makes a new self-signed certificate at each start
        service: { name, namespace },
      },
    });
  }

  private addDeployment(props: PrometheusAdapterProps, config: string): ApiObject {
    const { name, labels } = this.account;
    const { prometheus, verbosity } = props;
    const probe = {
      httpGet: { path: '/healthz', port: 'https', scheme: 'HTTPS' },
      initialDelaySeconds: 30,
      periodSeconds: 10,
    };
    return new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: this.account,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: {
            labels,
            // It reads its configuration once.
            annotations: { 'cdk8s-autoscaling/config': createHash('sha256').update(config).digest('hex').slice(0, 16) },
          },
          spec: {
            serviceAccountName: name,
            nodeSelector: LINUX,
            securityContext: restrictedPod(10001),
            containers: [
              {
                name: 'prometheus-adapter',
                image: props.image ?? MONITORING_IMAGES.prometheusAdapter,
                imagePullPolicy: 'IfNotPresent',
                args: [
                  `--secure-port=${PORT}`,
                  '--cert-dir=/tmp/cert',
                  `--prometheus-url=${prometheus.url}`,
                  `--metrics-relist-interval=${prometheusDuration(relistIntervalOf(props))}`,
                  '--config=/etc/adapter/config.yaml',
                  ...(verbosity === undefined ? [] : [`--v=${verbosity}`]),
                ],
                ports: [{ name: 'https', containerPort: PORT, protocol: 'TCP' }],
                livenessProbe: probe,
                readinessProbe: probe,
                resources: { requests: { cpu: '50m', memory: '64Mi' } },
                securityContext: RESTRICTED_CONTAINER,
                volumeMounts: [
                  { name: 'config', mountPath: '/etc/adapter', readOnly: true },
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
            volumes: [
              { name: 'config', configMap: { name } },
              { name: 'tmp', emptyDir: {} },
            ],
          },
        },
      },
    });
  }

  private refuseOddProps(props: PrometheusAdapterProps): void {
    const { rules, prometheus, image, relistInterval, verbosity } = props;
    const { name, namespace } = this.account;
    refuse(
      this,
      nameError('The name', name, dns1035LabelProblem(name)),
      nameError('The namespace', namespace, dnsLabelProblem(namespace)),
      prometheusReferenceProblem(prometheus),
      image === undefined ? undefined : imageProblem(image),
      wholeNumberProblem('The verbosity of prometheus-adapter', verbosity, 0, 10),
    );
    if (rules.length === 0) {
      throw new ConstructError(this, {
        what: 'prometheus-adapter has no rule.',
        why: 'It would serve nothing, and no autoscaler would get a metric of it.',
        fix: 'Add one, such as AdapterRule.counterRate(…).',
      });
    }
    const scrape = prometheus.scrapeInterval.toMilliseconds();
    if (relistInterval && relistInterval.toMilliseconds() < scrape) {
      throw new ConstructError(this, {
        what: `prometheus-adapter looks for series every ${prometheusDuration(relistInterval)}, and "${prometheus.url}" gets new samples every ${prometheusDuration(prometheus.scrapeInterval)}.`,
        why: 'Between two samples it finds no series: the metric comes and goes.',
        fix: 'Make relistInterval at least the scrape interval, or leave it out.',
      });
    }
    const metrics = new Set<string>();
    for (const { metric, series, window, external } of rules) {
      if (window && window.toMilliseconds() < 2 * scrape) {
        throw new ConstructError(this, {
          what: `The rate of "${series}" has a window of ${prometheusDuration(window)}, and "${prometheus.url}" gets new samples every ${prometheusDuration(prometheus.scrapeInterval)}.`,
          why: 'A rate needs two samples in its window: it would be empty most of the time.',
          fix: 'Make the window four scrape intervals.',
        });
      }
      const key = `${external ? 'external' : 'custom'} metric "${metric}"`;
      if (metrics.has(key)) {
        throw new ConstructError(this, {
          what: `Two rules of prometheus-adapter make the ${key}.`,
          why: 'One of them wins, and which one is left to chance.',
          fix: 'Name one of them otherwise, with `as`.',
        });
      }
      metrics.add(key);
    }
  }
}

function relistIntervalOf({ relistInterval, prometheus }: PrometheusAdapterProps): Duration {
  if (relistInterval) return relistInterval;
  const minute = Duration.minutes(1);
  return prometheus.scrapeInterval.toMilliseconds() > minute.toMilliseconds() ? prometheus.scrapeInterval : minute;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
