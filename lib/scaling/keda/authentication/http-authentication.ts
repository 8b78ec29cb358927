import { AuthenticationMode } from './authentication-mode';
import { KedaAuthentication } from './keda-authentication';
import { type OAuth2Options } from './oauth2';
import { type SecretKeyReference } from './references';

/** A user name and a password. */
export interface BasicAuthenticationOptions {
  /** Where the user name is. */
  readonly username: SecretKeyReference;
  /** Where the password is. */
  readonly password: SecretKeyReference;
  /**
   * Where the certificate of the authority is that signed the server's own, for one that is not publicly known.
   * @default none
   */
  readonly certificateAuthority?: SecretKeyReference;
}

/** A token. */
export interface BearerAuthenticationOptions {
  /** Where the token is. */
  readonly token: SecretKeyReference;
  /**
   * Where the certificate of the authority is that signed the server's own, for one that is not publicly known.
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
  /** Where the certificate of the authority is that signed the server's own. */
  readonly certificateAuthority: SecretKeyReference;
}

/** A header of any name. */
export interface CustomHeaderOptions {
  /** Where the name of the header is. */
  readonly header: SecretKeyReference;
  /** Where its value is. */
  readonly value: SecretKeyReference;
}

/**
 * How KEDA proves to a server of HTTP, such as Prometheus or an API, who it is. The secrets stay in Secrets: manifests have references only.
 *
 * @see https://keda.sh/docs/2.20/scalers/prometheus/#authentication-parameters
 * @see https://keda.sh/docs/2.20/scalers/metrics-api/#authentication-parameters
 */
export class HttpAuthentication {
  /** With a user name and a password. */
  public static basic(options: BasicAuthenticationOptions): KedaAuthentication {
    const { username, password, certificateAuthority } = options;
    return KedaAuthentication.ofMode(AuthenticationMode.BASIC, {
      username,
      password,
      ...authorityOf(certificateAuthority),
    });
  }

  /** With a token. */
  public static bearer({ token, certificateAuthority }: BearerAuthenticationOptions): KedaAuthentication {
    return KedaAuthentication.ofMode(AuthenticationMode.BEARER, {
      bearerToken: token,
      ...authorityOf(certificateAuthority),
    });
  }

  /** With a certificate of the client. */
  public static tls(options: TlsAuthenticationOptions): KedaAuthentication {
    const { certificate: cert, privateKey: key, certificateAuthority: ca } = options;
    return KedaAuthentication.ofMode(AuthenticationMode.TLS, { ca, cert, key });
  }

  /** With a key in the header `X-API-KEY`, for `KedaTrigger.metricsApi`. */
  public static apiKey(key: SecretKeyReference): KedaAuthentication {
    return KedaAuthentication.ofMode(AuthenticationMode.API_KEY, { apiKey: key });
  }

  /** With a header of any name. */
  public static customHeader({ header, value }: CustomHeaderOptions): KedaAuthentication {
    return KedaAuthentication.ofMode(AuthenticationMode.CUSTOM, { customAuthHeader: header, customAuthValue: value });
  }

  /** With a token of OAuth2, which KEDA asks for. */
  public static oauth2(options: OAuth2Options): KedaAuthentication {
    return KedaAuthentication.oauth2(options).inMode(AuthenticationMode.OAUTH);
  }

  /**
   * As a ClusterTriggerAuthentication says that is there otherwise; one of this app is `new ClusterTriggerAuthentication(…).authentication`.
   *
   * @param name name of the ClusterTriggerAuthentication
   * @param mode which of them it has the parameters for
   */
  public static ofCluster(name: string, mode: AuthenticationMode): KedaAuthentication {
    return KedaAuthentication.clusterTriggerAuthentication(name).inMode(mode);
  }

  private constructor() {
    // a family of makers
  }
}

function authorityOf(ca: SecretKeyReference | undefined): { readonly ca?: SecretKeyReference } {
  return ca ? { ca } : {};
}
