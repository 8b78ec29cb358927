import { type Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { headersError, portError, wholeNumberProblem, wholeSecondsProblem, type Problem } from '../validation';

/** When and how often to probe. */
export interface HealthCheckOptions {
  /**
   * Pause before the first probe.
   * @default none
   */
  readonly initialDelay?: Duration;
  /**
   * Time between probes.
   * @default 10 s
   */
  readonly period?: Duration;
  /**
   * How long an answer may take.
   * @default 1 s
   */
  readonly timeout?: Duration;
  /**
   * Failures in a row until the check counts as failed.
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * Successes in a row until a check that failed counts as passed. Only readiness can ask for more than one.
   * @default 1
   */
  readonly successThreshold?: number;
}

/** Options of a check that connects to a port. */
export interface PortCheckOptions extends HealthCheckOptions {
  /**
   * Number of the port.
   * @default the image's own
   */
  readonly port?: number;
}

/** Options of `HealthCheck.http`. */
export interface HttpCheckOptions extends PortCheckOptions {
  /**
   * Whether the request is sent over HTTP or HTTPS, whose certificate the kubelet does not verify.
   * @default HTTP
   */
  readonly scheme?: kplus.ConnectionScheme;
  /**
   * Headers of the request, such as Host.
   * @default none
   */
  readonly httpHeaders?: { [name: string]: string };
}

/** Options of `HealthCheck.grpc`. */
export interface GrpcCheckOptions extends PortCheckOptions {
  /**
   * The service that the request asks about.
   * @default the server as a whole
   */
  readonly service?: string;
}

/** What a check is for. */
export type CheckRole = 'readiness' | 'liveness' | 'startup';

/**
 * A readiness, liveness or startup probe.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export class HealthCheck {
  /** Healthy when a GET of the path answers with a status from 200 to 399. */
  public static http(path: string, options: HttpCheckOptions = {}): HealthCheck {
    const { scheme, httpHeaders = {} } = options;
    const headers = Object.entries(httpHeaders).map(([name, value]) => ({ name, value }));
    const isHttps = scheme === kplus.ConnectionScheme.HTTPS;
    return new HealthCheck(
      (port) => ({
        httpGet: {
          path,
          port: kplus.k8s.IntOrString.fromNumber(port),
          scheme: isHttps ? scheme : 'HTTP',
          httpHeaders: headers.length > 0 ? headers : undefined,
        },
      }),
      options,
      (path.startsWith('/') ? undefined : pathProblem(path)) ?? headersError(httpHeaders) ?? zeroProblem(options),
    );
  }

  /** Healthy when the port accepts a connection. */
  public static tcp(options: PortCheckOptions = {}): HealthCheck {
    return new HealthCheck(
      (port) => ({ tcpSocket: { port: kplus.k8s.IntOrString.fromNumber(port) } }),
      options,
      zeroProblem(options),
    );
  }

  /**
   * Healthy when the server answers SERVING by gRPC's health protocol.
   *
   * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
   */
  public static grpc(options: GrpcCheckOptions = {}): HealthCheck {
    return new HealthCheck((port) => ({ grpc: { port, service: options.service } }), options, zeroProblem(options));
  }

  /** Healthy when the command in the container exits with 0. */
  public static command(command: string[], options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck(
      () => ({ exec: { command } }),
      { ...options, port: 0 },
      command.length > 0 ? undefined : NO_COMMAND,
    );
  }

  /** No check, for a reason that becomes an annotation of the pods. */
  public static none(reason: string): HealthCheck {
    return new HealthCheck(() => undefined, { port: 0 }, reason.trim() === '' ? NO_REASON : undefined, reason);
  }

  private constructor(
    private readonly action: (port: number) => kplus.k8s.Probe | undefined,
    private readonly options: PortCheckOptions,
    private readonly mistake?: Problem,
    /** Why there is no check; undefined where there is one. */
    public readonly optOutReason?: string,
  ) {}

  /**
   * @param imagePort the port that is asked where the check names none; undefined for an image without one
   * @internal
   */
  public problem(role: CheckRole, imagePort: number | undefined): Problem | undefined {
    const { port, successThreshold = 1 } = this.options;
    if (this.mistake) return this.mistake;
    if (port === undefined && imagePort === undefined) return withoutPort(role);
    if (role !== 'readiness' && successThreshold !== 1) return onlyReadiness(role, successThreshold);
    return (port ? portError('The port of a health check', port) : undefined) ?? timingProblem(this.options);
  }

  /** @internal */
  public toProbe(imagePort: number | undefined): kplus.Probe | undefined {
    const { initialDelay, period, timeout, failureThreshold, successThreshold, port = imagePort ?? 0 } = this.options;
    const action = this.action(port);
    if (!action) return undefined;
    const probe: kplus.k8s.Probe = {
      ...action,
      // the API server drops a 0
      initialDelaySeconds: initialDelay && initialDelay.toSeconds() > 0 ? initialDelay.toSeconds() : undefined,
      periodSeconds: period?.toSeconds(),
      timeoutSeconds: timeout?.toSeconds(),
      failureThreshold: failureThreshold ?? 3,
      successThreshold,
    };
    return rendered(probe);
  }
}

/** cdk8s-plus has no maker of its own for gRPC, headers and HTTPS; all that it asks of a probe is how it is rendered. */
function rendered(probe: kplus.k8s.Probe): kplus.Probe {
  return { _toKube: () => probe } as unknown as kplus.Probe;
}

function timingProblem(options: HealthCheckOptions): Problem | undefined {
  const { initialDelay, period, timeout, failureThreshold, successThreshold } = options;
  return (
    wholeSecondsProblem('The initial delay of a health check', initialDelay) ??
    wholeSecondsProblem('The period of a health check', period, 1) ??
    wholeSecondsProblem('The timeout of a health check', timeout, 1) ??
    wholeNumberProblem('The failure threshold of a health check', failureThreshold, 1) ??
    wholeNumberProblem('The success threshold of a health check', successThreshold, 1)
  );
}

/** A check that asks no port has a 0 there; nobody can ask for it. */
function zeroProblem({ port }: PortCheckOptions): Problem | undefined {
  return port === 0 ? portError('The port of a health check', port) : undefined;
}

function pathProblem(path: string): Problem {
  return {
    what: `The path "${path}" of a health check does not begin with "/".`,
    why: 'It is not the path of a URL.',
    fix: `Write "/${path}".`,
  };
}

function withoutPort(role: CheckRole): Problem {
  return {
    what: `The ${role} check connects to the port of an image that has none.`,
    why: 'Nothing says where the kubelet has to ask.',
    fix: 'Name a port, such as HealthCheck.http(path, { port: 8080 }), or use HealthCheck.command.',
  };
}

function onlyReadiness(role: CheckRole, successThreshold: number): Problem {
  return {
    what: `The ${role} check has a success threshold of ${successThreshold}.`,
    why: 'The API server takes 1 there, and nothing else.',
    fix: 'Leave successThreshold out, or ask for it in the readiness check.',
  };
}

const NO_COMMAND: Problem = {
  what: 'The command of a health check is empty.',
  why: 'The API server refuses the pods.',
  fix: "Give the command and its arguments, such as ['cat', '/tmp/healthy'].",
};

const NO_REASON: Problem = {
  what: 'A health check is switched off without a reason.',
  why: 'Whoever reviews the manifest cannot tell a decision from an oversight.',
  fix: "Say why: HealthCheck.none('a queue worker, which nobody connects to').",
};
