import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { Endpoint, type EndpointOptions, type IRoute, type IRouter } from '../platform';
import { type Problem } from '../validation';
import { makeDeployment } from './app-deployment';
import { type AppImage } from './app-image';
import { type AppRouteOptions } from './app-route-options';
import { Exposure } from './exposure';
import { serviceProblems } from './prop-problems';
import { Rollout } from './rollout';
import { routeToApp } from './route-to-app';
import { ScalableApp } from './scalable-app';
import { type ScalableWebAppProps } from './scalable-web-app-props';

/**
 * A web application that can be scaled: Deployment, Service and PodDisruptionBudget, with probes, a rollout that loses no request, and the Pod
 * Security Standard `restricted`. The cdk8s-plus objects are there to go on with.
 */
export class ScalableWebApp extends ScalableApp {
  /** The Service. */
  public readonly service: kplus.Service;

  /** @throws on an image without a tag, a port that the image does not have, a node port that is taken, a field that the cluster's release lacks. */
  constructor(scope: Construct, id: string, props: ScalableWebAppProps) {
    const rollout = () => props.rollout ?? Rollout.rolling();
    super(scope, id, props, {
      construct: 'ScalableWebApp',
      kind: 'Deployment',
      component: 'web',
      stopping: rollout,
      problems: (name, cluster) => [
        ...serviceProblems(props.serviceName ?? name, props.exposure, cluster),
        withoutPort(name, props.image),
        rollout().problem(),
      ],
      makeWorkload: (app, workload) => makeDeployment(app, workload, props.replicas, rollout()),
    });
    this.service = this.addService('service', props.serviceName ?? this.name, props.exposure ?? Exposure.clusterIp());
    this.addDisruptionBudget(props.disruptionBudget);
  }

  /** The Deployment. */
  public get deployment(): kplus.Deployment {
    return this.workload as kplus.Deployment;
  }

  /** The address of the app inside the cluster. */
  public endpoint(options: EndpointOptions = {}): Endpoint {
    return Endpoint.ofService(this, this.service, options);
  }

  /**
   * Leads requests for a host and path to the app.
   *
   * @param router an ingress controller or a gateway
   * @throws if the app's Service has no such port, or the route cannot work.
   */
  public routeThrough(router: IRouter, options: AppRouteOptions = {}): IRoute {
    return routeToApp(this, this.service, router, options);
  }
}

function withoutPort(name: string, image: AppImage): Problem | undefined {
  if (image.options.port !== undefined) return undefined;
  return {
    what: `The image "${image.reference}" of the web app "${name}" has no port.`,
    why: 'A web app answers requests, and its Service has to lead somewhere.',
    fix: 'Say the port: AppImage.of(…, { port: 8080, … }). What asks for its work itself is a ScalableWorker.',
  };
}
