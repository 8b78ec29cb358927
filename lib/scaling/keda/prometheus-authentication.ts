/** A key of a Secret. */
export interface SecretKeyReference {
  /** Name of the Secret, in the namespace of what is scaled. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
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
    return new PrometheusAuthentication('basic', { username, password, ca });
  }

  /** With a token. */
  public static bearer({ token, certificateAuthority: ca }: BearerAuthenticationOptions): PrometheusAuthentication {
    return new PrometheusAuthentication('bearer', { bearerToken: token, ca });
  }

  /** With a certificate of the client. */
  public static tls(options: TlsAuthenticationOptions): PrometheusAuthentication {
    const { certificate: cert, privateKey: key, certificateAuthority: ca } = options;
    return new PrometheusAuthentication('tls', { ca, cert, key });
  }

  private constructor(
    /** What KEDA calls it. */
    public readonly mode: string,
    private readonly parameters: { readonly [parameter: string]: SecretKeyReference | undefined },
  ) {}

  /** @internal */
  public toSecretTargetRef(): object[] {
    return Object.entries(this.parameters).flatMap(([parameter, secret]) =>
      secret ? [{ parameter, name: secret.name, key: secret.key }] : [],
    );
  }
}
