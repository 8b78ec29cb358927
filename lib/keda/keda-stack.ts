import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ClusterProfile,
  ClusterScopedObject,
  ClusterSingletons,
  ConnectionPeer,
  Connections,
  CrdComponent,
  CustomResourceDefinitions,
  Instructions,
  SecuredNamespace,
  checkProps,
  type IInstructed,
  type Instruction,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import {
  ConstructError,
  dnsLabelProblem,
  emptyLimitProblem,
  imageProblem,
  nameError,
  refuse,
  wholeNumberProblem,
} from '../validation';
import { KEDA_RELEASE } from '../versions';
import { addAccess } from './keda-access';
import {
  METRICS_API_SERVER,
  METRICS_SERVICE_PORT,
  OPERATOR,
  PROMETHEUS_PORT,
  SECURE_PORT,
  WEBHOOKS,
  WEBHOOK_CONFIGURATION,
  WEBHOOK_PORT,
  labelsOf,
} from './keda-names';
import {
  metricsApiServerDeployment,
  metricsServiceUrl,
  operatorDeployment,
  webhooksDeployment,
  type KedaPodOptions,
} from './keda-pods';
import { KedaScaleTargets } from './keda-scale-targets';
import { kedaWebhooks } from './keda-webhooks';

const API_GROUP = 'external.metrics.k8s.io';
const API_VERSION = 'v1beta1';

/** How much KEDA writes into its log. */
export enum KedaLogLevel {
  /** Everything, each value of each query included. */
  DEBUG = 'debug',
  /** What happens. */
  INFO = 'info',
  /** What went wrong. */
  ERROR = 'error',
}

/** Where KEDA may read the Secrets that its triggers refer to. */
export enum KedaSecretAccess {
  /** In every namespace that it watches. */
  WATCHED_NAMESPACES = 'WatchedNamespaces',
  /** In its own namespace only: triggers authenticate with a ClusterTriggerAuthentication. */
  OWN_NAMESPACE = 'OwnNamespace',
}

/** Props of `KedaStack`. */
export interface KedaStackProps {
  /**
   * Release of KEDA, 2.20 in any patch release.
   * @default '2.20.2'
   */
  readonly version?: string;
  /**
   * Image of the operator, for a registry of one's own.
   * @default ghcr.io/kedacore/keda with the version
   */
  readonly operatorImage?: string;
  /**
   * Image of the metrics API server, for a registry of one's own.
   * @default ghcr.io/kedacore/keda-metrics-apiserver with the version
   */
  readonly metricsApiServerImage?: string;
  /**
   * Image of the webhooks, for a registry of one's own.
   * @default ghcr.io/kedacore/keda-admission-webhooks with the version
   */
  readonly webhooksImage?: string;
  /**
   * Namespace of everything that has one.
   * @default 'keda'
   */
  readonly namespace?: string;
  /**
   * How much the three parts log.
   * @default KedaLogLevel.INFO
   */
  readonly logLevel?: KedaLogLevel;
  /**
   * Verbosity of the metrics API server, 0 to 10: it logs as Kubernetes does.
   * @default 4 with KedaLogLevel.DEBUG, else 0
   */
  readonly metricsVerbosity?: number;
  /**
   * The namespaces whose ScaledObjects KEDA works on. Elsewhere it may not do anything.
   * @default all
   */
  readonly watchNamespaces?: string[];
  /**
   * Where KEDA may read Secrets.
   * @default KedaSecretAccess.WATCHED_NAMESPACES
   */
  readonly secretAccess?: KedaSecretAccess;
  /**
   * What KEDA may scale.
   * @default KedaScaleTargets.workloads()
   */
  readonly scaleTargets?: KedaScaleTargets;
  /**
   * Whether the operator serves metrics of its own, and asks Prometheus to scrape them.
   * @default false
   */
  readonly metrics?: boolean;
  /**
   * Two replicas of each part on different nodes, and PodDisruptionBudgets. Needs two nodes. One operator works, the other waits.
   * @default false
   */
  readonly highAvailability?: boolean;
}

/**
 * KEDA: it scales on anything that can be asked for a number, such as Prometheus, and to zero.
 *
 * @see https://keda.sh
 */
export class KedaStack extends IsolatableConstruct implements IInstructed {
  /** Release of KEDA. */
  public readonly version: string;
  /** Namespace of everything that has one. */
  public readonly namespace: string;
  /** Name of the APIService. */
  public readonly apiServiceName = `${API_VERSION}.${API_GROUP}`;
  /** The Deployment of the operator. */
  public readonly operator: ApiObject;
  /** The Deployment of the metrics API server. */
  public readonly metricsApiServer: ApiObject;
  /** The Deployment of the webhooks. */
  public readonly webhooks: ApiObject;

  /** @throws if something else in the app serves external.metrics.k8s.io, there is a second KEDA, or the release is not one of 2.20. */
  constructor(scope: Construct, id: string, props: KedaStackProps = {}) {
    super(scope, id);
    checkProps(this, 'KedaStack', props);
    assignStage(this, Stage.CONTROLLERS);
    this.version = props.version ?? KEDA_RELEASE.version;
    this.namespace = props.namespace ?? 'keda';
    const { watchNamespaces = [], scaleTargets = KedaScaleTargets.workloads(), highAvailability = false } = props;
    const restrictsSecrets = props.secretAccess === KedaSecretAccess.OWN_NAMESPACE;
    this.checkProps(props, watchNamespaces, scaleTargets, restrictsSecrets);
    const singletons = ClusterSingletons.of(this);
    singletons.claim('KEDA', 'installation', this);
    singletons.claim('APIService', this.apiServiceName, this);

    new SecuredNamespace(this, 'namespace', { name: this.namespace });
    new CustomResourceDefinitions(this, 'definitions', { component: CrdComponent.KEDA });
    addAccess(this, {
      namespace: this.namespace,
      watchNamespaces,
      scaleTargets,
      readsSecretsEverywhere: !restrictsSecrets,
    });
    const logLevel = props.logLevel ?? KedaLogLevel.INFO;
    const options: KedaPodOptions = {
      namespace: this.namespace,
      clusterDomain: ClusterProfile.of(this).clusterDomain,
      logLevel,
      verbosity: props.metricsVerbosity ?? (logLevel === KedaLogLevel.DEBUG ? 4 : 0),
      watchNamespaces,
      restrictsSecrets,
      metrics: props.metrics ?? false,
      highAvailability,
    };
    const image = (part: KedaImage): string => this.imageOf(part, props);
    this.operator = new ApiObject(this, 'operator', operatorDeployment(image('operatorImage'), options));
    this.metricsApiServer = new ApiObject(
      this,
      'metrics-api-server',
      metricsApiServerDeployment(image('metricsApiServerImage'), options),
    );
    this.webhooks = new ApiObject(this, 'webhooks', webhooksDeployment(image('webhooksImage'), options));
    this.addServices();
    Connections.of(this).add(
      ConnectionPeer.podsOf(this.metricsApiServer),
      ConnectionPeer.url(metricsServiceUrl(this.namespace, options.clusterDomain)),
    );
    this.addRegistrations();
    if (highAvailability) this.addDisruptionBudgets();
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** How to read what it does. */
  public instructions(): Instruction[] {
    const kubectl = shellCommand('kubectl', `--namespace=${this.namespace}`);
    return [
      { title: 'Read what KEDA does', commands: [`${kubectl} logs --selector=app=${OPERATOR} --tail=100 --follow`] },
    ];
  }

  private checkProps(
    props: KedaStackProps,
    watchNamespaces: readonly string[],
    scaleTargets: KedaScaleTargets,
    restrictsSecrets: boolean,
  ): void {
    const cluster = ClusterProfile.of(this);
    refuse(
      this,
      /^2\.20\.\d+$/.test(this.version)
        ? undefined
        : {
            what: `KEDA ${this.version} is asked for.`,
            why: 'These manifests have the arguments, access and definitions of 2.20: another release does not start with them, or ignores fields.',
            fix: `Use ${KEDA_RELEASE.version}, or leave the version out.`,
          },
      nameError('The namespace', this.namespace, dnsLabelProblem(this.namespace)),
      emptyLimitProblem('The prop "watchNamespaces"', props.watchNamespaces),
      ...watchNamespaces.map((name) => nameError('The watched namespace', name, dnsLabelProblem(name))),
      new Set(watchNamespaces).size === watchNamespaces.length
        ? undefined
        : {
            what: `KEDA is to watch a namespace twice: ${watchNamespaces.join(', ')}.`,
            why: 'It would be given access there twice, with two objects of one name.',
            fix: 'Name each namespace once.',
          },
      wholeNumberProblem('The verbosity of the metrics API server', props.metricsVerbosity, 0, 10),
      scaleTargets.problem(),
      restrictsSecrets && scaleTargets.includesSecrets
        ? {
            what: 'KEDA is to read Secrets in its own namespace only, and to scale any kind, which takes reading every object.',
            why: 'The right to read every object includes every Secret of the cluster: the restriction would be one in name.',
            fix: 'Name the kinds: KedaScaleTargets.of([…]), or leave scaleTargets out for Deployments and StatefulSets.',
          }
        : undefined,
      props.highAvailability && cluster.nodes < 2
        ? {
            what: `KEDA is to run twice, and the cluster profile "${cluster.name}" has one node.`,
            why: 'Its replicas must not share a node, so the second ones would stay Pending.',
            fix: 'Leave highAvailability out, or give the cluster profile its nodes.',
          }
        : undefined,
    );
  }

  private imageOf(part: KedaImage, props: KedaStackProps): string {
    const image = props[part] ?? KEDA_RELEASE[part].replace(KEDA_RELEASE.version, this.version);
    const problem = imageProblem(image);
    if (problem) throw new ConstructError(this, problem);
    return image;
  }

  private addServices(): void {
    const metrics = { name: 'metrics', port: PROMETHEUS_PORT, protocol: 'TCP', targetPort: PROMETHEUS_PORT };
    for (const [name, port] of [
      [OPERATOR, { name: 'metricsservice', port: METRICS_SERVICE_PORT, targetPort: METRICS_SERVICE_PORT }],
      [METRICS_API_SERVER, { name: 'https', appProtocol: 'https', port: 443, targetPort: SECURE_PORT }],
      [WEBHOOKS, { name: 'https', appProtocol: 'https', port: 443, targetPort: WEBHOOK_PORT }],
    ] as const) {
      new ApiObject(this, `${name}-service`, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: this.namespace, labels: labelsOf(name) },
        spec: { selector: { app: name }, ports: [{ ...port, protocol: 'TCP' }, metrics] },
      });
    }
  }

  /** What the API server calls. The operator puts the certificate of its authority into both. */
  private addRegistrations(): void {
    new ClusterScopedObject(this, 'api-service', {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: this.apiServiceName, labels: labelsOf(METRICS_API_SERVER) },
      spec: {
        group: API_GROUP,
        version: API_VERSION,
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { name: METRICS_API_SERVER, namespace: this.namespace },
      },
    });
    new ClusterScopedObject(this, 'webhook-configuration', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: WEBHOOK_CONFIGURATION, labels: labelsOf(WEBHOOKS) },
      webhooks: kedaWebhooks(this.namespace),
    });
  }

  private addDisruptionBudgets(): void {
    for (const name of [OPERATOR, METRICS_API_SERVER, WEBHOOKS]) {
      new ApiObject(this, `${name}-disruption-budget`, {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name, namespace: this.namespace, labels: labelsOf(name) },
        spec: { minAvailable: 1, selector: { matchLabels: { app: name } } },
      });
    }
  }
}

type KedaImage = 'operatorImage' | 'metricsApiServerImage' | 'webhooksImage';
