import { Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AppProtocol,
  PathType,
  type CertificateIssuer,
  type RouteBackend,
  type RouteProps,
  type RouteTarget,
  type ServiceReference,
} from '../platform';
import { ConstructError, dnsSubdomainProblem, ingressPathProblem, routeHostProblem } from '../validation';

/** A port of a Service that exists. */
export interface ResolvedTarget {
  readonly service: string;
  readonly portName?: string;
  readonly port: number;
  /** The Service itself, for what a router reads there. */
  readonly reference: ServiceReference;
}

/** A backend with everything said. */
export interface ResolvedBackend extends ResolvedTarget {
  readonly path: string;
  readonly pathType: PathType;
  readonly rewrite?: string;
  readonly protocol: AppProtocol;
  /** The Service that takes a share of the requests, in percent. */
  readonly canary?: ResolvedTarget & { readonly weight: number };
}

/** A route that can be written down: every Service and port exists, every path can match. */
export interface ResolvedRoute {
  readonly name: string;
  readonly namespace?: string;
  readonly host?: string;
  readonly tlsSecretName?: string;
  readonly issuer?: CertificateIssuer;
  readonly backends: ResolvedBackend[];
  readonly defaultBackend?: ResolvedTarget;
}

/**
 * Checks a route and says everything that it leaves out.
 *
 * @throws on a host, a path or a Secret name that is invalid, a port that its Service does not have, Services of several namespaces, two backends for
 * one path, regular expressions beside other paths.
 */
export function resolveRoute(scope: Construct, id: string, props: RouteProps): ResolvedRoute {
  const { name = id, host, issuer, defaultBackend } = props;
  const tlsSecretName = props.tlsSecretName ?? (issuer && `${name}-tls`);
  const refuse = (what: string, why: string, fix: string): never => {
    throw new ConstructError(scope, { what: `Route "${name}" ${what}`, why, fix });
  };
  const targets: RouteTarget[] = [
    ...props.backends.flatMap((backend) => [backend, ...(backend.canary ? [backend.canary] : [])]),
    ...(defaultBackend ? [defaultBackend] : []),
  ];
  const [first] = targets;
  if (!first) {
    return refuse(
      'leads nowhere: it has no backend.',
      'The API server refuses it.',
      'Give it a Service: backends: [{ service }].',
    );
  }
  const hostProblem = host === undefined ? undefined : routeHostProblem(host);
  if (hostProblem) {
    refuse(`has the host "${host}", which ${hostProblem}.`, 'The API server refuses it.', 'Write the name alone.');
  }
  const secretProblem = tlsSecretName === undefined ? undefined : dnsSubdomainProblem(tlsSecretName);
  if (secretProblem) {
    refuse(
      `has the TLS Secret "${tlsSecretName}", which ${secretProblem}.`,
      'No Secret has such a name.',
      'Write the name of the Secret.',
    );
  }
  const issuerProblem = issuer?.problem();
  if (issuerProblem) throw new ConstructError(scope, issuerProblem);
  if (issuer && host === undefined) {
    refuse(
      `names no host, and ${issuer.kind} "${issuer.name}" is to make its certificate.`,
      'A certificate is for host names: cert-manager makes none.',
      'Give the route a host, or leave the issuer out.',
    );
  }
  const namespace = namespaceOf(first.service);
  const stranger = targets.find(({ service }) => namespaceOf(service) !== namespace);
  if (stranger) {
    refuse(
      `leads to Service "${first.service.name}" in namespace "${namespace}" and to Service "${stranger.service.name}" in namespace "${namespaceOf(stranger.service)}".`,
      'A route reaches Services of its own namespace only.',
      'Make one route per namespace.',
    );
  }

  const backends = props.backends.map((backend) => resolveBackend(backend, refuse));
  const paths = new Set<string>();
  for (const { path, pathType } of backends) {
    const key = `${pathType} ${path}`;
    if (paths.has(key)) {
      refuse(
        `has two backends for the path "${path}".`,
        'Which of them answers would be chance.',
        'Remove one, or give it another path.',
      );
    }
    paths.add(key);
  }
  const expressions = backends.filter(({ pathType }) => pathType === PathType.REGULAR_EXPRESSION);
  if (expressions.length > 0 && expressions.length < backends.length) {
    refuse(
      `has regular expressions beside other paths: "${expressions[0]!.path}".`,
      'nginx would take all of its paths as regular expressions.',
      'Make two routes of it.',
    );
  }
  return {
    name,
    host,
    tlsSecretName,
    issuer,
    backends,
    namespace: first.service.metadata.namespace ?? (Chart.of(scope).namespace === undefined ? undefined : namespace),
    defaultBackend: defaultBackend && resolveTarget(defaultBackend, refuse),
  };
}

type Refuse = (what: string, why: string, fix: string) => never;

function resolveBackend(backend: RouteBackend, refuse: Refuse): ResolvedBackend {
  const { path = '/', pathType = PathType.PREFIX, rewrite, protocol = AppProtocol.HTTP } = backend;
  const problem = ingressPathProblem(path, pathType);
  if (problem) {
    refuse(
      `has the path "${path}", which ${problem}.`,
      'The API server or the controller refuses it, or no request ever matches.',
      'Write an absolute path, or use PathType.REGULAR_EXPRESSION.',
    );
  }
  if (rewrite !== undefined && (pathType === PathType.REGULAR_EXPRESSION || ingressPathProblem(rewrite, 'Prefix'))) {
    refuse(
      `rewrites "${path}" to "${rewrite}".`,
      'A rewrite puts one absolute path in the place of another; a regular expression is none.',
      'Rewrite an exact path or a prefix to a path that begins with "/".',
    );
  }
  return {
    ...resolveTarget(backend, refuse),
    path,
    pathType,
    rewrite,
    protocol,
    canary: resolveCanary(backend, refuse),
  };
}

function resolveCanary({ service, canary }: RouteBackend, refuse: Refuse): ResolvedBackend['canary'] {
  if (!canary) return undefined;
  const { weight } = canary;
  if (!(Number.isInteger(weight) && weight >= 0 && weight <= 100)) {
    refuse(
      `leads ${weight} % of the requests to Service "${canary.service.name}".`,
      'Shares are whole percentages: the API server or the controller refuses anything else.',
      'Use a whole number from 0 to 100.',
    );
  }
  if (canary.service.name === service.name) {
    refuse(
      `has Service "${service.name}" and a canary of the same Service.`,
      'All requests go to the same pods: nothing is tried out.',
      'Give the canary a Service of its own pods.',
    );
  }
  return { ...resolveTarget(canary, refuse), weight };
}

function resolveTarget({ service, portName }: RouteTarget, refuse: Refuse): ResolvedTarget {
  const port = portName === undefined ? service.ports[0] : service.ports.find(({ name }) => name === portName);
  if (!port) {
    return refuse(
      `leads to port ${portName === undefined ? '' : `"${portName}" `}of Service "${service.name}", which has no such port.`,
      'The controller would answer 503.',
      `Use one of its ports: ${service.ports.map(({ name, port: number }) => name ?? number).join(', ') || 'add one'}.`,
    );
  }
  return { service: service.name, portName: port.name, port: port.port, reference: service };
}

function namespaceOf(service: ServiceReference): string {
  return service.metadata.namespace ?? 'default';
}
