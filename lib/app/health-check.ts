import { type Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/** When and how often to probe. */
export interface HealthCheckOptions {
  /**
   * Pause before the first probe.
   * @default none
   */
  readonly initialDelay?: Duration;
  /**
   * Time between probes.
   * @default 10 s; 5 s for readiness
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
    return new HealthCheck((port) => kplus.Probe.fromHttpGet(path, { port: options.port ?? port, ...timing(options) }));
  }

  /** Healthy when the port accepts a connection. */
  public static tcp(options: PortCheckOptions = {}): HealthCheck {
    return new HealthCheck((port) => kplus.Probe.fromTcpSocket({ port: options.port ?? port, ...timing(options) }));
  }

  /** Healthy when the command in the container exits with 0. */
  public static command(command: string[], options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck(() => kplus.Probe.fromCommand(command, timing(options)));
  }

  /** No check, for a reason that becomes an annotation of the pods. */
  public static none(reason: string): HealthCheck {
    return new HealthCheck(() => undefined, reason);
  }

  private constructor(
    private readonly build: (port: number) => kplus.Probe | undefined,
    /** Why there is no check; undefined where there is one. */
    public readonly optOutReason?: string,
  ) {}

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
