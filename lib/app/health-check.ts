import { type Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { wholeNumberProblem, wholeSecondsProblem, type Problem } from '../validation';

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
}

/** Options of a check that connects to a port. */
export interface PortCheckOptions extends HealthCheckOptions {
  /**
   * Number of the port.
   * @default the image's HTTP port
   */
  readonly port?: number;
}

/**
 * A readiness, liveness or startup probe.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export class HealthCheck {
  /** Healthy when a GET of the path answers with a status from 200 to 399. */
  public static http(path: string, options: PortCheckOptions = {}): HealthCheck {
    return new HealthCheck(
      (port) => kplus.Probe.fromHttpGet(path, { port: options.port ?? port, ...timing(options) }),
      path.startsWith('/') ? timingProblem(options) : pathProblem(path),
    );
  }

  /** Healthy when the port accepts a connection. */
  public static tcp(options: PortCheckOptions = {}): HealthCheck {
    return new HealthCheck(
      (port) => kplus.Probe.fromTcpSocket({ port: options.port ?? port, ...timing(options) }),
      timingProblem(options),
    );
  }

  /** Healthy when the command in the container exits with 0. */
  public static command(command: string[], options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck(
      () => kplus.Probe.fromCommand(command, timing(options)),
      command.length > 0 ? timingProblem(options) : NO_COMMAND,
    );
  }

  /** No check, for a reason that becomes an annotation of the pods. */
  public static none(reason: string): HealthCheck {
    return new HealthCheck(() => undefined, reason.trim() === '' ? NO_REASON : undefined, reason);
  }

  private constructor(
    private readonly build: (port: number) => kplus.Probe | undefined,
    private readonly mistake: Problem | undefined,
    /** Why there is no check; undefined where there is one. */
    public readonly optOutReason?: string,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    return this.mistake;
  }

  /** @internal */
  public toProbe(port: number): kplus.Probe | undefined {
    return this.build(port);
  }
}

function timing({ initialDelay, period, timeout, failureThreshold }: HealthCheckOptions): kplus.ProbeOptions {
  return {
    initialDelaySeconds: initialDelay && initialDelay.toSeconds() > 0 ? initialDelay : undefined,
    periodSeconds: period,
    timeoutSeconds: timeout,
    failureThreshold,
  };
}

function timingProblem({ initialDelay, period, timeout, failureThreshold }: HealthCheckOptions): Problem | undefined {
  return (
    wholeSecondsProblem('The initial delay of a health check', initialDelay) ??
    wholeSecondsProblem('The period of a health check', period, 1) ??
    wholeSecondsProblem('The timeout of a health check', timeout, 1) ??
    wholeNumberProblem('The failure threshold of a health check', failureThreshold, 1)
  );
}

function pathProblem(path: string): Problem {
  return {
    what: `The path "${path}" of a health check does not begin with "/".`,
    why: 'It is not the path of a URL.',
    fix: `Write "/${path}".`,
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
