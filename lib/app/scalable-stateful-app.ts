import { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { ClusterProfile, Endpoint, type EndpointOptions, type IRoute, type IRouter } from '../platform';
import { ConstructError, wholeNumberProblem, refuse, type Problem } from '../validation';
import { type AppRouteOptions } from './app-route-options';
import { Exposure } from './exposure';
import { serviceProblems } from './prop-problems';
import { routeToApp } from './route-to-app';
import { ScalableApp } from './scalable-app';
import { type ScalableStatefulAppProps } from './scalable-stateful-app-props';
import { StatefulRollout } from './stateful-rollout';
import { addHeadlessService, makeStatefulSet } from './stateful-set';

/**
 * An app whose pods have names and claims of their own, such as a cache, a search engine or a stream processor: StatefulSet, a headless
 * Service for its pods, a Service for its clients, PodDisruptionBudget, and the verbs of every app that scale it.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export class ScalableStatefulApp extends ScalableApp {
  /** The Service that clients use; undefined for an image without a port. */
  public readonly service?: kplus.Service;
  /** Name of the headless Service that gives each pod its own address. */
  public readonly headlessServiceName: string;

  /** @throws on an image without a tag, a port that the image does not have, a node port that is taken, a field that the cluster's release lacks. */
  constructor(scope: Construct, id: string, props: ScalableStatefulAppProps) {
    const rollout = () => props.rollout ?? StatefulRollout.rolling();
    super(scope, id, props, {
      construct: 'ScalableStatefulApp',
      kind: 'StatefulSet',
      component: 'stateful',
      stopping: () =>
        rollout().stopping({
          preStopPause: Duration.seconds(props.image.options.port === undefined ? 0 : 5),
          gracePeriod: Duration.seconds(30),
        }),
      problems: (name, cluster) => [
        ...serviceProblems(props.serviceName ?? name, props.exposure, cluster),
        ...serviceProblems(headlessNameOf(name, props), undefined, cluster),
        oneName(name, props),
        rollout().problem(),
      ],
      makeWorkload: (app, workload, identity) => {
        const headless = addHeadlessService(app, identity, headlessNameOf(identity.name, props), props);
        return makeStatefulSet(app, workload, identity.name, headless, props);
      },
    });
    this.headlessServiceName = headlessNameOf(this.name, props);
    if (props.image.options.port !== undefined || props.exposure) {
      this.service = this.addService('service', props.serviceName ?? this.name, props.exposure ?? Exposure.clusterIp());
    }
    this.addDisruptionBudget(props.disruptionBudget);
  }

  /** The StatefulSet. */
  public get statefulSet(): kplus.StatefulSet {
    return this.workload as kplus.StatefulSet;
  }

  /**
   * The name that one pod has in the cluster's DNS, whichever node it is on.
   *
   * @param ordinal from 0 up
   * @throws on an ordinal that is not a whole number from 0 up.
   */
  public hostOf(ordinal: number): string {
    refuse(this, wholeNumberProblem('The ordinal of a pod', ordinal, 0));
    const { clusterDomain } = ClusterProfile.of(this);
    const namespace = this.metadata.namespace ?? 'default';
    return `${this.name}-${ordinal}.${this.headlessServiceName}.${namespace}.svc.${clusterDomain}`;
  }

  /**
   * The address of the app inside the cluster.
   *
   * @throws for an image without a port.
   */
  public endpoint(options: EndpointOptions = {}): Endpoint {
    return Endpoint.ofService(this, this.routable, options);
  }

  /**
   * Leads requests for a host and path to the app.
   *
   * @param router an ingress controller or a gateway
   * @throws for an image without a port, or if the route cannot work.
   */
  public routeThrough(router: IRouter, options: AppRouteOptions = {}): IRoute {
    return routeToApp(this, this.routable, router, options);
  }

  private get routable(): kplus.Service {
    if (this.service) return this.service;
    throw new ConstructError(this, {
      what: `The stateful app "${this.name}" is to be reached, and its image has no port.`,
      why: 'It has no Service for clients: nothing listens.',
      fix: 'Say the port: AppImage.of(…, { port: 8080, … }).',
    });
  }
}

function headlessNameOf(name: string, { headlessServiceName = `${name}-pods` }: ScalableStatefulAppProps): string {
  return headlessServiceName;
}

function oneName(name: string, props: ScalableStatefulAppProps): Problem | undefined {
  const { serviceName = name } = props;
  if (headlessNameOf(name, props) !== serviceName) return undefined;
  return {
    what: `The headless Service of "${name}" and the one for its clients are both called "${serviceName}".`,
    why: 'The second apply replaces the first: pods or clients lose their address.',
    fix: 'Give them two names, with serviceName and headlessServiceName.',
  };
}
