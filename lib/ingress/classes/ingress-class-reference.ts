import { type Construct } from 'constructs';
import { type IngressFamily } from '../../checks/ingress-routes';
import { shellCommand, shellWord } from '../../encode';
import {
  ConnectionPeer,
  Endpoint,
  PathType,
  type IRoute,
  type IRouter,
  type Instruction,
  type PodsByLabel,
  type RouteProps,
  type ServiceReference,
} from '../../platform';
import { ConstructError, dnsSubdomainProblem, labelsError, nameError, type Problem } from '../../validation';
import { type IngressProps } from '../ingress-object';
import { type ResolvedRoute } from '../resolved-route';
import { IngressClassRoute } from './ingress-class-route';

/** What is known of an ingress controller that somebody else installed. */
export interface IngressClassOptions {
  /**
   * The Service by which requests inside the cluster reach it, for `route.endpoint()`: load tests and probes ask it.
   * @default unknown
   */
  readonly service?: ServiceReference;
  /**
   * Its pods, for `isolate()`: who may connect to the apps.
   * @default the pods of its own Helm chart by `app.kubernetes.io/name`, in any namespace; addresses outside of the cluster for load balancers of a cloud
   */
  readonly pods?: PodsByLabel;
}

/** What a kind of controller says of itself. */
export interface ControllerIdentity {
  /** Name of the IngressClass. */
  readonly ingressClass: string;
  /** What the IngressClass has as `controller`. */
  readonly controller: string;
  /** Who it is, and the annotations that it reads. */
  readonly family: IngressFamily;
  /** Labels of its pods, as its own chart makes them; undefined for a load balancer outside of the cluster. */
  readonly podLabels?: { readonly [label: string]: string };
}

/**
 * An ingress class that somebody else installed. That it is named says that the cluster has it. Routes through it have the annotations of its
 * controller; what the controller cannot do is an error.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
 */
export abstract class IngressClassReference implements IRouter {
  /** Name of the IngressClass. */
  public readonly ingressClass: string;
  /** What the IngressClass has as `controller`. */
  public readonly controller: string;

  /** Who it is, and the annotations that it reads. @internal */
  protected readonly family: IngressFamily;
  private readonly service?: ServiceReference;
  private readonly pods?: PodsByLabel;

  protected constructor(identity: ControllerIdentity, options: IngressClassOptions) {
    const { ingressClass, controller, family, podLabels } = identity;
    this.ingressClass = ingressClass;
    this.controller = controller;
    this.family = family;
    this.service = options.service;
    this.pods = options.pods ?? (podLabels && { labels: podLabels });
  }

  /** Leads requests to Services, with the options of this reference. */
  public addRoute(scope: Construct, id: string, props: RouteProps): IRoute {
    return new IngressClassRoute(scope, id, { ...props, ingress: this });
  }

  /** Whether the class is written as a field; else an annotation of its Ingresses says it. @internal */
  public isField(): boolean {
    return true;
  }

  /** @internal */
  public connectionPeer(): ConnectionPeer {
    return this.pods ? ConnectionPeer.pods(this.pods) : ConnectionPeer.outside();
  }

  /** @internal */
  public routeEndpoint(scope: Construct, host?: string, path?: string): Endpoint {
    const { service } = this;
    if (!service) {
      throw new ConstructError(scope, {
        what: `The address of ingress class "${this.ingressClass}" inside the cluster is wanted, and its Service is not known.`,
        why: 'Somebody else installed the controller: nothing here says where it listens.',
        fix: `Say it: { service: { name: 'ingress', metadata: { namespace: 'ingress' }, ports: [{ name: 'http', port: 80 }] } }.`,
      });
    }
    const named = service.ports.find(({ name }) => name === 'http' || name === 'web');
    return Endpoint.ofService(scope, service, { portName: named?.name, host, path });
  }

  /** @internal */
  public routeInstructions(name: string, namespace: string, { backends, host, ...props }: RouteProps): Instruction[] {
    const get = shellCommand('kubectl', `--namespace=${namespace}`, 'get', 'ingress', name);
    const scheme = (props.tlsSecretName ?? props.issuer) === undefined ? 'http' : 'https';
    const path = backends.find(({ pathType }) => pathType !== PathType.REGULAR_EXPRESSION)?.path ?? '/';
    const header = host === undefined ? '' : ` --header ${shellWord(`Host: ${host.replace('*', 'any')}`)}`;
    const insecure = scheme === 'https' ? ' --insecure' : '';
    return [
      {
        title: `Open route "${name}" by ${scheme.toUpperCase()}`,
        commands: [
          `address=$(${get} --output=jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}')`,
          `curl${insecure}${header} "${scheme}://$address"${shellWord(path)}`,
        ],
        note: 'The controller writes its address into the status of the Ingress once it serves it.',
      },
    ];
  }

  /** What is wrong with the reference. @internal */
  public problems(): (Problem | undefined)[] {
    return [
      nameError('The IngressClass', this.ingressClass, dnsSubdomainProblem(this.ingressClass)),
      this.pods && labelsError(this.pods.labels),
    ];
  }

  /**
   * The Ingresses that a route becomes, with the annotations of this controller.
   *
   * @throws on what the controller cannot do.
   * @internal
   */
  public abstract ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[];
}
