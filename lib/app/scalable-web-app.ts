import { ApiObject, Chart, type ApiObjectMetadataDefinition } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ClusterProfile,
  ClusterSingletons,
  Endpoint,
  Instructions,
  OutsideAddress,
  checkProps,
  type EndpointOptions,
  type IInstructed,
  type IRoute,
  type IRouter,
  type Instruction,
} from '../platform';
import {
  HorizontalScaler,
  KedaPrometheusScaler,
  ScalingMetric,
  type CounterMetric,
  type HistogramMetric,
  type HorizontalScalingOptions,
  type IScaleTarget,
  type ISeriesSource,
  type MetricQuery,
  type QueryScalingOptions,
  type RangeOptions,
  type ScaleTargetMetadata,
} from '../scaling';
import { AppChecks, IsolatableConstruct, Warnings } from '../synth';
import { ConstructError, isLatestImage, refuse } from '../validation';
import { addAppDeployment } from './app-deployment';
import { type AppImage } from './app-image';
import { type AppRouteOptions } from './app-route-options';
import { addAppService } from './app-service';
import { DisruptionBudget } from './disruption-budget';
import { Exposure } from './exposure';
import { propProblems, serviceProblems } from './prop-problems';
import { type ScalableWebAppProps } from './scalable-web-app-props';

/**
 * A web application that can be scaled: Deployment, Service and PodDisruptionBudget, with probes, a rollout that loses no request, and the Pod
 * Security Standard `restricted`. The cdk8s-plus objects are there to go on with.
 */
export class ScalableWebApp extends IsolatableConstruct implements IScaleTarget, ISeriesSource, IInstructed {
  public readonly apiVersion = 'apps/v1';
  public readonly kind = 'Deployment';
  /** Name of the Deployment and the Service. */
  public readonly name: string;
  /** The Deployment. */
  public readonly deployment: kplus.Deployment;
  /** The Service. */
  public readonly service: kplus.Service;
  /** The labels that select the pods. */
  public readonly podLabels: { [label: string]: string };
  /** Counter of its requests, where the image has one. */
  public readonly requests?: CounterMetric;
  /** How long its requests took, where the image says it. */
  public readonly durations?: HistogramMetric;

  private readonly image: AppImage;
  private readonly labels: { [label: string]: string };
  private readonly services: kplus.Service[] = [];
  private readonly replicas?: number;
  private scaler?: HorizontalScaler | KedaPrometheusScaler;

  /** @throws on an image without a tag, a port that the image does not have, a node port that is taken, a field that the cluster's release lacks. */
  constructor(scope: Construct, id: string, props: ScalableWebAppProps) {
    super(scope, id);
    checkProps(this, 'ScalableWebApp', props);
    this.name = props.name ?? id;
    this.image = props.image;
    this.labels = props.labels ?? {};
    this.replicas = props.replicas;
    this.podLabels = { app: this.name };
    refuse(this, ...propProblems(this.name, props, ClusterProfile.of(this)));
    warnAboutLatest(this, props.image.reference);
    ClusterSingletons.of(this).claim('application', `${Chart.of(this).namespace ?? 'default'}/${this.name}`, this);
    const { name, podLabels, objectLabels } = this;
    this.deployment = addAppDeployment(this, { name, podLabels, objectLabels }, props);
    this.service = this.addService('service', props.serviceName ?? this.name, props.exposure ?? Exposure.clusterIp());
    this.addDisruptionBudget(props);
    this.requests = props.image.options.requests?.of(this);
    this.durations = props.image.options.durations?.of(this);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** Metadata of the Deployment. */
  public get metadata(): ScaleTargetMetadata {
    return { namespace: this.deployment.metadata.namespace };
  }

  /** Metadata of the pods, for whoever stamps labels or annotations on them. */
  public get podMetadata(): ApiObjectMetadataDefinition {
    return this.deployment.podMetadata;
  }

  /** Containers of the pods. */
  public get containers(): kplus.Container[] {
    return this.deployment.containers;
  }

  /** Called by whatever scales the app. An explicit `replicas` stays in the manifest, where the rules report it. */
  public markHasAutoscaler(): void {
    if (this.replicas === undefined) this.deployment.markHasAutoscaler();
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
    this.scaler = new HorizontalScaler(this, 'scaler', {
      ...options,
      metrics,
      target: this,
      name: this.name,
      labels: this.objectLabels,
    });
    return this.scaler;
  }

  /**
   * Scales on the answer of Prometheus to a query, by KEDA.
   *
   * @throws if the app is scaled already, or the query cannot be a reason to scale.
   */
  public scaleOnQuery(query: MetricQuery, options: QueryScalingOptions): KedaPrometheusScaler {
    this.refuseSecondScaler('Give all of them to one KedaScaler as triggers: the highest recommendation wins.');
    const scaler = new KedaPrometheusScaler(this, 'scaler', {
      ...options,
      query,
      target: this,
      name: this.name,
      labels: this.objectLabels,
    });
    this.scaler = scaler;
    return scaler;
  }

  /** The labels of the series of its pods, when Prometheus finds them by the annotation `prometheus.io/scrape` and copies their labels. */
  public get seriesLabels(): { [label: string]: string } {
    return { namespace: this.deployment.metadata.namespace ?? 'default', ...this.podLabels };
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

  /** The address of the app inside the cluster. */
  public endpoint(options: EndpointOptions = {}): Endpoint {
    return Endpoint.ofService(this, this.service, options);
  }

  /**
   * Exposes the pods once more, by a second Service.
   *
   * @param name name of the Service
   * @throws if it cannot be one, a port is taken, or the image does not have it.
   */
  public exposeAs(name: string, exposure: Exposure): kplus.Service {
    refuse(this, ...serviceProblems(name, exposure, ClusterProfile.of(this)));
    return this.addService(`service-${name}`, name, exposure);
  }

  /**
   * Leads requests for a host and path to the app.
   *
   * @param router an ingress controller or a gateway
   * @throws if the app's Service has no such port, or the route cannot work.
   */
  public routeThrough(router: IRouter, options: AppRouteOptions = {}): IRoute {
    const { name = this.name, host, tlsSecretName, ...backend } = options;
    const id = name === this.name ? 'route' : `route-${name}`;
    return router.addRoute(this, id, { name, host, tlsSecretName, backends: [{ ...backend, service: this.service }] });
  }

  /** How to reach the app from outside the cluster, and how to watch it scale. */
  public instructions(): Instruction[] {
    const { namespace = 'default' } = this.deployment.metadata;
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

  private refuseSecondScaler(fix: string): void {
    if (!this.scaler) return;
    const kind = this.scaler instanceof HorizontalScaler ? 'HorizontalPodAutoscaler' : 'ScaledObject';
    throw new ConstructError(this, {
      what: `Deployment "${this.name}" is scaled by ${kind} "${this.scaler.name}" (${this.scaler.node.path}) already, and asks for a second autoscaler.`,
      why: 'Two autoscalers overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.',
      fix,
    });
  }

  private get objectLabels(): { [label: string]: string } {
    return {
      ...this.podLabels,
      'app.kubernetes.io/name': this.name,
      'app.kubernetes.io/component': 'web',
      'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
      ...this.labels,
    };
  }

  private addService(id: string, name: string, exposure: Exposure): kplus.Service {
    const { image, deployment: selector, objectLabels: labels } = this;
    const service = addAppService(this, id, { name, labels, selector, image, exposure });
    this.services.push(service);
    return service;
  }

  private addDisruptionBudget({ disruptionBudget = DisruptionBudget.maxUnavailable(1) }: ScalableWebAppProps): void {
    const budget = disruptionBudget.toSpec();
    if (!budget) return;
    new ApiObject(this, 'disruption-budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: this.name, labels: this.objectLabels },
      spec: {
        selector: { matchLabels: this.podLabels },
        ...budget,
        // A pod that never becomes ready must not hold a drain up.
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }
}

function warnAboutLatest(scope: Construct, reference: string): void {
  if (!isLatestImage(reference)) return;
  Warnings.of(scope).add(
    `[${scope.node.path}] The image "${reference}" moves: each node runs what it happened to pull, so that a scale-out mixes versions. Pin a version.`,
  );
}
