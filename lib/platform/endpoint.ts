import { type Construct } from 'constructs';
import { ConstructError, formError, lineProblem, portError, refuse } from '../validation';
import { ClusterProfile } from './cluster-profile';

/** A Service, of any cdk8s-plus-NN. */
export interface ServiceReference {
  /** Name of the Service. */
  readonly name: string;
  /** Its metadata; an absent namespace means `default`, where kubectl puts an object without one. */
  readonly metadata: { readonly namespace?: string };
  /** Its ports. */
  readonly ports: { readonly port: number; readonly name?: string }[];
}

/** Which part of a Service to address. */
export interface EndpointOptions {
  /**
   * Name of the Service's port.
   * @default the first port
   */
  readonly portName?: string;
  /**
   * Path of the request.
   * @default '/'
   */
  readonly path?: string;
  /**
   * Host header, where the Service routes by it.
   * @default the Service's own name
   */
  readonly host?: string;
}

/** An HTTP address inside the cluster, made from the Service object. */
export class Endpoint {
  /**
   * The address of a Service, fully qualified, so that it holds in every namespace.
   *
   * @throws if the Service has no such port, or the path does not begin with "/".
   */
  public static ofService(scope: Construct, service: ServiceReference, options: EndpointOptions = {}): Endpoint {
    const { portName, path = '/', host } = options;
    const port = portName === undefined ? service.ports[0] : service.ports.find(({ name }) => name === portName);
    refuse(
      scope,
      port && portError(`The port of Service "${service.name}"`, port.port),
      formError('The Host header', host, lineProblem),
    );
    if (!port) {
      throw new ConstructError(scope, {
        what: `Service "${service.name}" has no port ${portName === undefined ? 'at all' : `named "${portName}"`}.`,
        why: 'Nothing listens at the address that is asked for.',
        fix: `Use one of its ports: ${service.ports.map(({ name, port: number }) => name ?? number).join(', ') || 'add one'}.`,
      });
    }
    if (!/^\/[^\s'"]*$/.test(path)) {
      throw new ConstructError(scope, {
        what: `The path "${path}" of Service "${service.name}" is not the path of a URL.`,
        why: 'The request would go to another address, or to none.',
        fix: 'Begin it with "/" and percent-encode spaces and quotes.',
      });
    }
    const namespace = service.metadata.namespace ?? 'default';
    const domain = ClusterProfile.of(scope).clusterDomain;
    const authority = `${service.name}.${namespace}.svc.${domain}${port.port === 80 ? '' : `:${port.port}`}`;
    return new Endpoint(`http://${authority}${path}`, host);
  }

  private constructor(
    /** The URL, with host and path. */
    public readonly url: string,
    /** The Host header to send, if it differs from the URL's host. */
    public readonly host?: string,
  ) {}
}
