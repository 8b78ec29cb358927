import { type Construct } from 'constructs';
import { shellCommand, shellWord } from '../encode';
import { ConstructError } from '../validation';
import { ClusterProfile } from './cluster-profile';
import { type Instruction } from './instructions';

/** A port of a Service as a person outside the cluster sees it. */
export interface ExposedPortReference {
  /** Number of the port. */
  readonly port: number;
  /** Its name. */
  readonly name?: string;
  /** Its port on every node; absent where Kubernetes chooses. */
  readonly nodePort?: number;
}

/** A Service with its type, of any cdk8s-plus-NN. */
export interface ExposedServiceReference {
  /** Name of the Service. */
  readonly name: string;
  /** Its type: `ClusterIP`, `NodePort` or `LoadBalancer`. */
  readonly type: string;
  /** Its metadata; an absent namespace means `default`. */
  readonly metadata: { readonly namespace?: string };
  /** Its ports. */
  readonly ports: ExposedPortReference[];
}

/** A request to an address. */
export interface CurlOptions {
  /**
   * Path of the request.
   * @default '/'
   */
  readonly path?: string;
  /**
   * Host header.
   * @default the address itself
   */
  readonly host?: string;
  /**
   * Whether to speak HTTPS, without verifying the certificate.
   * @default false
   */
  readonly https?: boolean;
}

/** How a person reaches a port of a Service from outside the cluster: it depends on the Service and on the kind of cluster. */
export class OutsideAddress {
  /**
   * The address of a port of a Service.
   *
   * @param portName name of the port; the first one if it is left out
   * @throws if the Service has no such port.
   */
  public static ofService(scope: Construct, service: ExposedServiceReference, portName?: string): OutsideAddress {
    const port = portName === undefined ? service.ports[0] : service.ports.find(({ name }) => name === portName);
    if (!port) {
      throw new ConstructError(scope, {
        what: `Service "${service.name}" has no port ${portName === undefined ? 'at all' : `named "${portName}"`}.`,
        why: 'There is no address to reach.',
        fix: `Use one of its ports: ${service.ports.map(({ name, port: number }) => name ?? number).join(', ') || 'add one'}.`,
      });
    }
    return new OutsideAddress(addressOf(ClusterProfile.of(scope).name, service, port));
  }

  /** The address of a port that pods take on their nodes. */
  public static ofHostPort(scope: Construct, port: number): OutsideAddress {
    const cluster = ClusterProfile.of(scope).name;
    return new OutsideAddress(
      cluster === 'kind'
        ? { preparation: [], host: 'localhost', port, note: MAPPED_BY_KIND }
        : { preparation: nodeVariable(cluster), host: nodeHost(cluster), port },
    );
  }

  /** Lines for a shell that come first: they set the variables of the address. */
  public readonly preparation: string[];
  /** Host of the address, such as `localhost` or `$node`. */
  public readonly host: string;
  /** Port of the address, such as `30000` or `$port`. */
  public readonly port: string;
  /** What to know before typing. */
  public readonly note?: string;

  private constructor({ preparation, host, port, note }: Address) {
    this.preparation = preparation;
    this.host = host;
    this.port = String(port);
    this.note = note;
  }

  /** The URL, with the variables that the preparation sets. */
  public url({ path = '/', https = false }: CurlOptions = {}): string {
    const standard = this.port === (https ? '443' : '80');
    return `${https ? 'https' : 'http'}://${this.host}${standard ? '' : `:${this.port}`}${path}`;
  }

  /** The line that sends a request. */
  public curl(options: CurlOptions = {}): string {
    return [
      'curl',
      ...(options.https ? ['--insecure'] : []),
      ...(options.host === undefined ? [] : ['--header', shellWord(`Host: ${options.host}`)]),
      this.urlWord(options),
    ].join(' ');
  }

  /** The URL as a word for a shell: variables of the preparation stay variables, whatever else means something to a shell is quoted. */
  private urlWord({ path = '/', https }: CurlOptions): string {
    const encoded = path.replace(/[\p{Cc}\s]/gu, encodeURIComponent);
    const origin = this.url({ path: '', https });
    if (!origin.includes('$')) return shellWord(origin + encoded);
    return shellWord(encoded) === encoded ? `"${origin}${encoded}"` : `"${origin}"${shellWord(encoded)}`;
  }

  /** The address as an instruction: its preparation, then a request for each of the given ones. */
  public instruction(title: string, requests: CurlOptions[] = [{}]): Instruction {
    return {
      title,
      commands: [...this.preparation, ...requests.map((request) => this.curl(request))],
      note: this.note,
    };
  }
}

interface Address {
  readonly preparation: string[];
  readonly host: string;
  readonly port: number | string;
  readonly note?: string;
}

const MAPPED_BY_KIND = 'The kind cluster must map this port to the machine (extraPortMappings).';

function addressOf(cluster: string, service: ExposedServiceReference, port: ExposedPortReference): Address {
  if (service.type === 'LoadBalancer') return ofLoadBalancer(cluster, service, port);
  return service.type === 'NodePort' ? ofNodePort(cluster, service, port) : forwarded(service, port);
}

function ofNodePort(cluster: string, service: ExposedServiceReference, port: ExposedPortReference): Address {
  if (cluster === 'kind') {
    // Only ports that are known when the cluster is made lead from the machine into its nodes.
    return port.nodePort === undefined
      ? forwarded(service, port)
      : { preparation: [], host: 'localhost', port: port.nodePort, note: MAPPED_BY_KIND };
  }
  return {
    preparation: [...nodeVariable(cluster), ...nodePortVariable(service, port)],
    host: nodeHost(cluster),
    port: port.nodePort ?? '$port',
    note:
      cluster === 'minikube'
        ? `Docker Desktop does not lead to the node: \`${shellCommand('minikube', 'service', `--namespace=${namespaceOf(service)}`, service.name, '--url')}\` prints an address that it does lead to.`
        : undefined,
  };
}

function ofLoadBalancer(cluster: string, service: ExposedServiceReference, port: ExposedPortReference): Address {
  if (cluster === 'minikube') return ofNodePort(cluster, service, port); // a load balancer has node ports, too
  const field = cluster === 'eks' ? 'hostname' : 'ip';
  return {
    preparation: [`address=$(${get(service)} --output=jsonpath='{.status.loadBalancer.ingress[0].${field}}')`],
    host: '$address',
    port: port.port,
    note:
      cluster === 'eks'
        ? 'A new load balancer takes some minutes until its name resolves.'
        : 'EXTERNAL-IP stays <pending> until something in the cluster gives addresses, such as MetalLB.',
  };
}

function forwarded(service: ExposedServiceReference, port: ExposedPortReference): Address {
  const local = port.port < 1024 ? 8000 + port.port : port.port;
  return {
    preparation: [
      shellCommand(
        'kubectl',
        `--namespace=${namespaceOf(service)}`,
        'port-forward',
        `service/${service.name}`,
        `${local}:${port.port}`,
      ),
    ],
    host: 'localhost',
    port: local,
    note: 'Leave port-forward running and go on in another terminal. It leads to one pod, whatever the number of replicas.',
  };
}

function nodeHost(cluster: string): string {
  return cluster === 'minikube' ? '$(minikube ip)' : '$node';
}

function nodeVariable(cluster: string): string[] {
  if (cluster === 'minikube') return [];
  const type = cluster === 'eks' ? 'ExternalIP' : 'InternalIP';
  return [`node=$(kubectl get nodes --output=jsonpath='{.items[0].status.addresses[?(@.type=="${type}")].address}')`];
}

function nodePortVariable(service: ExposedServiceReference, { port, nodePort }: ExposedPortReference): string[] {
  if (nodePort !== undefined) return [];
  return [`port=$(${get(service)} --output=jsonpath='{.spec.ports[?(@.port==${port})].nodePort}')`];
}

function get(service: ExposedServiceReference): string {
  return shellCommand('kubectl', `--namespace=${namespaceOf(service)}`, 'get', 'service', service.name);
}

function namespaceOf(service: ExposedServiceReference): string {
  return service.metadata.namespace ?? 'default';
}
