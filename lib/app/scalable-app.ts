import { ApiObject, Chart, type ApiObjectMetadataDefinition } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ClusterProfile,
  ClusterSingletons,
  Instructions,
  OutsideAddress,
  checkProps,
  type IInstructed,
  type Instruction,
} from '../platform';
import {
  HorizontalScaler,
  KedaPrometheusScaler,
  KedaScaler,
  ScalingMetric,
  type CounterMetric,
  type HistogramMetric,
  type HorizontalScalingOptions,
  type IScaleTarget,
  type ISeriesSource,
  type KedaScalingOptions,
  type KedaTrigger,
  type MetricQuery,
  type QueryScalingOptions,
  type RangeOptions,
  type ScaleTargetMetadata,
} from '../scaling';
import { AppChecks, IsolatableConstruct, Warnings } from '../synth';
import { ConstructError, isLatestImage, refuse, type Problem } from '../validation';
import { type AppImage } from './app-image';
import { addAppService } from './app-service';
import { DisruptionBudget } from './disruption-budget';
import { type Exposure } from './exposure';
import { addPods, workloadProps } from './pods/add-pods';
import { containersOf, type AppContainer } from './pods/app-containers';
import { type AppIdentity } from './pods/app-identity';
import { nameProblem, propProblems, serviceProblems } from './prop-problems';
import { type ScalableAppProps } from './scalable-app-props';
import { type Stopping } from './stopping';

/** How an app of a certain kind differs from others. */
export interface AppForm {
  /** Name of its class, which has the props. */
  readonly construct: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Its label `app.kubernetes.io/component`. */
  readonly component: string;
  /** How its pods stop. */
  readonly stopping: () => Stopping;
  /** What is wrong with what only it has. */
  readonly problems: (name: string, cluster: ClusterProfile) => readonly (Problem | undefined)[];
  /** Makes its workload, without pods. */
  readonly makeWorkload: (
    app: Construct,
    props: kplus.WorkloadProps,
    identity: AppIdentity,
  ) => kplus.Deployment | kplus.StatefulSet;
}

/**
 * What every app is: pods under the Pod Security Standard `restricted`, a budget for disruptions, and verbs that scale it.
 * `ScalableWebApp`, `ScalableWorker` and `ScalableStatefulApp` are the kinds to use.
 */
export abstract class ScalableApp extends IsolatableConstruct implements IScaleTarget, ISeriesSource, IInstructed {
  public readonly apiVersion = 'apps/v1';
  /** Kind of the workload. */
  public readonly kind: string;
  /** Name of the workload and of what belongs to it. */
  public readonly name: string;
  /** The labels that select the pods. */
  public readonly podLabels: { [label: string]: string };
  /** Counter of its requests, where the image has one. */
  public readonly requests?: CounterMetric;
  /** How long its requests took, where the image says it. */
  public readonly durations?: HistogramMetric;

  /** The Deployment or StatefulSet. */
  protected readonly workload: kplus.Deployment | kplus.StatefulSet;

  private readonly image: AppImage;
  private readonly identity: AppIdentity;
  private readonly replicas?: number;
  private readonly containerPlan: readonly AppContainer[];
  private readonly services: kplus.Service[] = [];
  private scaler?: HorizontalScaler | KedaScaler;

  protected constructor(scope: Construct, id: string, props: ScalableAppProps, form: AppForm) {
    super(scope, id);
    checkProps(this, form.construct, props);
    const { name = id, labels, annotations } = props;
    const cluster = ClusterProfile.of(this);
    this.name = name;
    this.kind = form.kind;
    this.image = props.image;
    this.replicas = props.replicas;
    this.podLabels = { app: name };
    refuse(
      this,
      nameProblem(name, cluster),
      ...form.problems(name, cluster),
      ...propProblems(name, form.kind, props, cluster),
    );
    warnAboutLatest(this, props);
    ClusterSingletons.of(this).claim('application', `${Chart.of(this).namespace ?? 'default'}/${name}`, this);
    const objectLabels = {
      ...this.podLabels,
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/component': form.component,
      'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
      ...labels,
    };
    this.identity = { name, podLabels: this.podLabels, objectLabels, annotations };
    this.containerPlan = containersOf(name, props);
    const stopping = form.stopping();
    const workload = form.makeWorkload(this, workloadProps(this.identity, props, stopping), this.identity);
    this.workload = workload;
    addPods(this, workload, this.identity, props, stopping);
    this.requests = props.image.options.requests?.of(this);
    this.durations = props.image.options.durations?.of(this);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** Metadata of the workload. */
  public get metadata(): ScaleTargetMetadata {
    return { namespace: this.workload.metadata.namespace };
  }

  /** Metadata of the pods, for whoever stamps labels or annotations on them. */
  public get podMetadata(): ApiObjectMetadataDefinition {
    return this.workload.podMetadata;
  }

  /** Containers of the pods. */
  public get containers(): kplus.Container[] {
    return this.workload.containers;
  }

  /** Called by whatever scales the app. An explicit `replicas` stays in the manifest, where the rules report it. */
  public markHasAutoscaler(): void {
    if (this.replicas === undefined) this.workload.markHasAutoscaler();
  }

  /**
   * Scales on CPU use in percent of the CPU request, averaged over all pods.
   *
   * @throws at synthesis, if a container has no CPU request.
   */
  public scaleOnCpu(percent: number, options: HorizontalScalingOptions): HorizontalScaler {
    return this.scaleOn([ScalingMetric.cpuUtilization(percent)], options);
  }

  /**
   * Scales on memory use in percent of the memory request, averaged over all pods.
   *
   * @throws at synthesis, if a container has no memory request.
   */
  public scaleOnMemory(percent: number, options: HorizontalScalingOptions): HorizontalScaler {
    return this.scaleOn([ScalingMetric.memoryUtilization(percent)], options);
  }

  /**
   * Scales on any metrics; the one that asks for the most replicas wins.
   *
   * @throws if the app is scaled already.
   */
  public scaleOn(metrics: ScalingMetric[], options: HorizontalScalingOptions): HorizontalScaler {
    this.refuseSecondScaler('Give all metrics to one call of scaleOn: the highest recommendation wins.');
    const scaler = new HorizontalScaler(this, 'scaler', { ...options, metrics, ...this.scalerIdentity });
    this.scaler = scaler;
    return scaler;
  }

  /**
   * Scales on the answer of Prometheus to a query, by KEDA.
   *
   * @throws if the app is scaled already, or the query cannot be a reason to scale.
   */
  public scaleOnQuery(query: MetricQuery, options: QueryScalingOptions): KedaPrometheusScaler {
    this.refuseSecondScaler(ONE_KEDA_SCALER);
    const scaler = new KedaPrometheusScaler(this, 'scaler', { ...options, query, ...this.scalerIdentity });
    this.scaler = scaler;
    return scaler;
  }

  /**
   * Scales on what waits in a queue, by KEDA.
   *
   * @param queue the trigger of the queue
   * @throws if the app is scaled already, or KEDA would refuse the trigger.
   */
  public scaleOnQueue(queue: KedaTrigger, options: KedaScalingOptions): KedaScaler {
    return this.scaleOnTriggers([queue], options);
  }

  /**
   * Scales on whatever KEDA can watch; the trigger that asks for the most replicas wins.
   *
   * @throws if the app is scaled already, or KEDA would refuse a trigger.
   */
  public scaleOnTriggers(triggers: KedaTrigger[], options: KedaScalingOptions): KedaScaler {
    this.refuseSecondScaler(ONE_KEDA_SCALER);
    const scaler = new KedaScaler(this, 'scaler', { ...options, triggers, ...this.scalerIdentity });
    this.scaler = scaler;
    return scaler;
  }

  /** The labels of the series of its pods, when Prometheus finds them by the annotation `prometheus.io/scrape` and copies their labels. */
  public get seriesLabels(): { [label: string]: string } {
    return { namespace: this.workload.metadata.namespace ?? 'default', ...this.podLabels };
  }

  /**
   * How many requests its pods answer per second, all together: a reason to scale.
   *
   * @throws if nobody said how the image counts them.
   */
  public requestRate(options: RangeOptions): MetricQuery {
    if (!this.requests) {
      throw new ConstructError(this, {
        what: `The request rate of app "${this.name}" is wanted, and its image "${this.image.reference}" counts no requests that are known.`,
        why: 'There is no metric to ask Prometheus for.',
        fix: "Say how it counts them, such as AppImage.of(…, { requests: exporter.counter('http_requests_total') }), or scale on the requests of its ingress.",
      });
    }
    return this.requests.rate(options).sum();
  }

  /**
   * Exposes ports of the pods by one more Service: another way to the app, the port of a sidecar, the metrics of a worker.
   *
   * @param name name of the Service
   * @throws if it cannot be one, a port is taken, or no container has it.
   */
  public exposeAs(name: string, exposure: Exposure): kplus.Service {
    refuse(this, ...serviceProblems(name, exposure, ClusterProfile.of(this)));
    return this.addService(`service-${name}`, name, exposure);
  }

  /** How to reach the app from outside the cluster, and how to watch it scale. */
  public instructions(): Instruction[] {
    const { namespace = 'default' } = this.workload.metadata;
    const opened = this.services.map((service) =>
      OutsideAddress.ofService(this, service).instruction(
        service.name === this.name
          ? `Open app "${this.name}"`
          : `Open app "${this.name}" through Service "${service.name}"`,
        [{ path: this.image.options.page }],
      ),
    );
    if (!(this.scaler instanceof HorizontalScaler)) return opened; // a ScaledObject speaks for itself
    const command = `${shellCommand('kubectl', `--namespace=${namespace}`, 'get', 'horizontalpodautoscaler', this.scaler.name)} --watch`;
    return [...opened, { title: `Watch app "${this.name}" scale`, commands: [command] }];
  }

  /** Adds a Service that leads to the pods. */
  protected addService(id: string, name: string, exposure: Exposure): kplus.Service {
    const { workload: selector, identity, containerPlan: containers } = this;
    const service = addAppService(this, id, { name, identity, selector, containers, exposure });
    this.services.push(service);
    return service;
  }

  /** Adds the budget for disruptions, after the Services of the app. */
  protected addDisruptionBudget(disruptionBudget = DisruptionBudget.maxUnavailable(1)): void {
    const budget = disruptionBudget.toSpec();
    if (!budget) return;
    const { name, objectLabels: labels, annotations } = this.identity;
    new ApiObject(this, 'disruption-budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, labels, annotations },
      spec: {
        selector: { matchLabels: this.podLabels },
        ...budget,
        // A pod that never becomes ready must not hold a drain up.
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }

  private get scalerIdentity() {
    const { name, objectLabels: labels } = this.identity;
    return { target: this, name, labels };
  }

  private refuseSecondScaler(fix: string): void {
    if (!this.scaler) return;
    const kind = this.scaler instanceof HorizontalScaler ? 'HorizontalPodAutoscaler' : 'ScaledObject';
    throw new ConstructError(this, {
      what: `${this.kind} "${this.name}" is scaled by ${kind} "${this.scaler.name}" (${this.scaler.node.path}) already, and asks for a second autoscaler.`,
      why: 'Two autoscalers overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.',
      fix,
    });
  }
}

const ONE_KEDA_SCALER = 'Give all of them to one KedaScaler as triggers: the highest recommendation wins.';

function warnAboutLatest(scope: Construct, props: ScalableAppProps): void {
  for (const { props: container } of containersOf('', props)) {
    const { reference } = container.image;
    if (!isLatestImage(reference)) continue;
    Warnings.of(scope).add(
      `[${scope.node.path}] The image "${reference}" moves: each node runs what it happened to pull, so that a scale-out mixes versions. Pin a version.`,
    );
  }
}
