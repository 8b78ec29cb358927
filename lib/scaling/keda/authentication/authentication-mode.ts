/** How somebody proves to a server of HTTP who they are, in the words of KEDA. */
export enum AuthenticationMode {
  /** With a user name and a password. */
  BASIC = 'basic',
  /** With a token. */
  BEARER = 'bearer',
  /** With a certificate. */
  TLS = 'tls',
  /** With a key in a header or a parameter. */
  API_KEY = 'apiKey',
  /** With a header of any name. */
  CUSTOM = 'custom',
  /** With a token of OAuth2. */
  OAUTH = 'oauth',
}
