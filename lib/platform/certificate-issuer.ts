import { type Duration } from 'cdk8s';
import { dnsSubdomainProblem, kindProblem, nameError, type Problem } from '../validation';

/** How cert-manager makes a certificate. */
export interface CertificateOptions {
  /**
   * How long a certificate is valid; cert-manager takes an hour or more. An ACME issuer such as Let's Encrypt has a length of its own.
   * @default cert-manager's, 90 days
   */
  readonly duration?: Duration;
  /**
   * How long before its end it is renewed: five minutes or more, and less than it is valid.
   * @default a third of its duration
   */
  readonly renewBefore?: Duration;
}

/**
 * Who makes certificates on a cluster with cert-manager: an Issuer or a ClusterIssuer that somebody installed. That it is named here says that the
 * cluster has it, and cert-manager with it.
 *
 * @see https://cert-manager.io/docs/usage/ingress/
 */
export class CertificateIssuer {
  /** A ClusterIssuer: it serves every namespace. */
  public static clusterIssuer(name: string, options: CertificateOptions = {}): CertificateIssuer {
    return new CertificateIssuer(name, 'ClusterIssuer', CERT_MANAGER, options);
  }

  /** An Issuer in the namespace of the certificate. */
  public static issuer(name: string, options: CertificateOptions = {}): CertificateIssuer {
    return new CertificateIssuer(name, 'Issuer', CERT_MANAGER, options);
  }

  /**
   * An issuer that is not cert-manager's own, such as `AWSPCAClusterIssuer` of `awspca.cert-manager.io`.
   *
   * @param group API group of the issuer
   * @see https://cert-manager.io/docs/configuration/external/
   */
  public static external(
    name: string,
    kind: string,
    group: string,
    options: CertificateOptions = {},
  ): CertificateIssuer {
    return new CertificateIssuer(name, kind, group, options);
  }

  private constructor(
    /** Name of the issuer. */
    public readonly name: string,
    /** Its kind. */
    public readonly kind: string,
    /** Its API group. */
    public readonly group: string,
    private readonly options: CertificateOptions,
  ) {}

  /** The annotations by which cert-manager makes the certificate of an Ingress. */
  public get annotations(): { [annotation: string]: string } {
    const { name, kind, group } = this;
    const own = group === CERT_MANAGER;
    return {
      [`${CERT_MANAGER}/${own && kind === 'ClusterIssuer' ? 'cluster-issuer' : 'issuer'}`]: name,
      ...(own ? {} : { [`${CERT_MANAGER}/issuer-kind`]: kind, [`${CERT_MANAGER}/issuer-group`]: group }),
      ...Object.fromEntries(
        Object.entries(this.times()).map(([key, text]) => [
          `${CERT_MANAGER}/${key === 'renewBefore' ? 'renew-before' : key}`,
          text,
        ]),
      ),
    };
  }

  /** What the cluster has, if it has this issuer. @internal */
  public provided(namespace: string): string[] {
    const cluster = this.kind.includes('Cluster');
    return [CERT_MANAGER, this.group, cluster ? `${this.kind} ${this.name}` : `${this.kind} ${namespace}/${this.name}`];
  }

  /** The spec of a Certificate, for who needs one without an Ingress. @internal */
  public certificateSpec(secretName: string, dnsNames: string[]): object {
    const { name, kind, group } = this;
    return { secretName, dnsNames, issuerRef: { name, kind, group }, ...this.times() };
  }

  /** @internal */
  public problem(): Problem | undefined {
    const { duration, renewBefore } = this.options;
    const what = `The certificates of ${this.kind} "${this.name}"`;
    return (
      nameError('The issuer', this.name, dnsSubdomainProblem(this.name)) ??
      nameError('The kind of the issuer', this.kind, kindProblem(this.kind)) ??
      nameError('The API group of the issuer', this.group, dnsSubdomainProblem(this.group)) ??
      (duration && duration.toMilliseconds() < HOUR
        ? {
            what: `${what} are to be valid for ${text(duration)}.`,
            why: REFUSED,
            fix: 'Let them be valid for an hour or more.',
          }
        : undefined) ??
      (renewBefore && renewBefore.toMilliseconds() < 5 * MINUTE
        ? {
            what: `${what} are to be renewed ${text(renewBefore)} before their end.`,
            why: REFUSED,
            fix: 'Renew them five minutes before it, or earlier.',
          }
        : undefined) ??
      (renewBefore && renewBefore.toMilliseconds() >= (duration?.toMilliseconds() ?? 90 * 24 * HOUR)
        ? {
            what: `${what} are to be renewed ${text(renewBefore)} before their end, and are not valid for longer than that.`,
            why: REFUSED,
            fix: 'Renew them later, or let them be valid for longer.',
          }
        : undefined)
    );
  }

  private times(): { [field: string]: string } {
    return Object.fromEntries(Object.entries(this.options).map(([key, value]) => [key, text(value as Duration)]));
  }
}

const CERT_MANAGER = 'cert-manager.io';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REFUSED = 'cert-manager refuses such a certificate, and the host has none.';

/** As Go reads a duration. */
function text(duration: Duration): string {
  const seconds = duration.toMilliseconds() / 1000;
  return seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds}s`;
}
