import { dnsSubdomainProblem, nameError, type Problem } from '../../validation';

/** A key of a Secret. */
export interface SecretKeyReference {
  /** Name of the Secret, in the namespace of what is scaled; of a `ClusterTriggerAuthentication` in the namespace of KEDA. */
  readonly name: string;
  /** The key in it: letters, digits, "-", "_" and ".". */
  readonly key: string;
}

/** How somebody proves who they are, in the words of KEDA. */
export enum AuthenticationMode {
  /** With a user name and a password. */
  BASIC = 'basic',
  /** With a token. */
  BEARER = 'bearer',
  /** With a certificate. */
  TLS = 'tls',
}

/** A user name and a password. */
export interface BasicAuthenticationOptions {
  /** Where the user name is. */
  readonly username: SecretKeyReference;
  /** Where the password is. */
  readonly password: SecretKeyReference;
  /**
   * Where the certificate of the authority is that signed Prometheus' own, for one that is not publicly known.
   * @default none
   */
  readonly certificateAuthority?: SecretKeyReference;
}

/** A token. */
export interface BearerAuthenticationOptions {
  /** Where the token is. */
  readonly token: SecretKeyReference;
  /**
   * Where the certificate of the authority is that signed Prometheus' own, for one that is not publicly known.
   * @default none
   */
  readonly certificateAuthority?: SecretKeyReference;
}

/** A certificate of the client. */
export interface TlsAuthenticationOptions {
  /** Where the certificate of the client is. */
  readonly certificate: SecretKeyReference;
  /** Where its private key is. */
  readonly privateKey: SecretKeyReference;
  /** Where the certificate of the authority is that signed Prometheus' own. */
  readonly certificateAuthority: SecretKeyReference;
}

/**
 * How KEDA proves to Prometheus who it is. The secrets stay in Secrets: manifests have references only.
 *
 * @see https://keda.sh/docs/2.20/scalers/prometheus/#authentication-parameters
 */
export class PrometheusAuthentication {
  /** With a user name and a password. */
  public static basic(options: BasicAuthenticationOptions): PrometheusAuthentication {
    const { username, password, certificateAuthority: ca } = options;
    return new PrometheusAuthentication(AuthenticationMode.BASIC, { username, password, ca });
  }

  /** With a token. */
  public static bearer({ token, certificateAuthority: ca }: BearerAuthenticationOptions): PrometheusAuthentication {
    return new PrometheusAuthentication(AuthenticationMode.BEARER, { bearerToken: token, ca });
  }

  /** With a certificate of the client. */
  public static tls(options: TlsAuthenticationOptions): PrometheusAuthentication {
    const { certificate: cert, privateKey: key, certificateAuthority: ca } = options;
    return new PrometheusAuthentication(AuthenticationMode.TLS, { ca, cert, key });
  }

  /**
   * As a ClusterTriggerAuthentication says that is there otherwise; one of this app is `new ClusterTriggerAuthentication(…).authentication`.
   *
   * @param name name of the ClusterTriggerAuthentication
   * @param mode which of the three it has the parameters for
   */
  public static ofCluster(name: string, mode: AuthenticationMode): PrometheusAuthentication {
    return new PrometheusAuthentication(mode, {}, name);
  }

  private constructor(
    /** What KEDA calls it. */
    public readonly mode: AuthenticationMode,
    private readonly parameters: { readonly [parameter: string]: SecretKeyReference | undefined },
    /** Name of the ClusterTriggerAuthentication that has the parameters; undefined if each scaler has its own. */
    public readonly clusterName?: string,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    if (this.clusterName !== undefined) {
      return nameError('The ClusterTriggerAuthentication', this.clusterName, dnsSubdomainProblem(this.clusterName));
    }
    for (const secret of Object.values(this.parameters)) {
      if (!secret) continue;
      const problem = nameError('The Secret', secret.name, dnsSubdomainProblem(secret.name));
      if (problem) return problem;
      if (/^[-._a-zA-Z0-9]{1,253}$/.test(secret.key)) continue;
      return {
        what: `The key "${secret.key}" of Secret "${secret.name}" is not a valid key.`,
        why: 'No Secret has such a key: KEDA would find nothing.',
        fix: 'Use letters, digits, "-", "_" and ".".',
      };
    }
    return undefined;
  }

  /** @internal */
  public toSecretTargetRef(): object[] {
    return Object.entries(this.parameters).flatMap(([parameter, secret]) =>
      secret ? [{ parameter, name: secret.name, key: secret.key }] : [],
    );
  }
}
