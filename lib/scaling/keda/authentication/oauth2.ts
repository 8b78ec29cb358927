import { secretKeyRef, type SecretKeyReference } from './references';

/** How KEDA asks for a token with the credentials of a client. */
export interface OAuth2Options {
  /** Id of the client. */
  readonly clientId: string;
  /** Where the secret of the client is. */
  readonly clientSecret: SecretKeyReference;
  /** Where tokens are asked for: a URL of http or https. */
  readonly tokenUrl: string;
  /**
   * What the token is to allow.
   * @default none
   */
  readonly scopes?: string[];
  /**
   * Further parameters of the request for a token.
   * @default none
   */
  readonly tokenUrlParams?: { readonly [parameter: string]: string };
}

/** The parameters of a trigger that KEDA makes of it. */
export const OAUTH2_PARAMETERS = ['oauthTokenURI', 'clientID', 'clientSecret', 'scopes', 'endpointParams'];

/** What KEDA reads. */
export function oauth2Spec({ clientId, clientSecret, tokenUrl, scopes, tokenUrlParams }: OAuth2Options): object {
  return {
    type: 'clientCredentials',
    clientId,
    clientSecret: secretKeyRef(clientSecret),
    tokenUrl,
    scopes,
    tokenUrlParams,
  };
}
