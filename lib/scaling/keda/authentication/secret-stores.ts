import { type Problem } from '../../../validation';
import { type PodIdentity } from './pod-identity';
import { keyReferenceProblem, secretKeyRef, type SecretKeyReference } from './references';

/** A key of AWS, in Secrets. */
export interface AwsAccessKey {
  /** Where the id of the access key is. */
  readonly accessKey: SecretKeyReference;
  /** Where the secret access key is. */
  readonly accessSecretKey: SecretKeyReference;
  /**
   * Where the session token is, of temporary credentials.
   * @default none
   */
  readonly accessToken?: SecretKeyReference;
}

/** A secret of AWS Secrets Manager. */
export interface AwsSecret {
  /** Name or ARN of the secret. */
  readonly name: string;
  /**
   * The key in it, of a secret that is a JSON object.
   * @default the whole text
   */
  readonly secretKey?: string;
  /**
   * A version.
   * @default the current one
   */
  readonly versionId?: string;
  /**
   * The label of a version, such as `AWSPREVIOUS`.
   * @default AWSCURRENT
   */
  readonly versionStage?: string;
}

/** What is read from AWS Secrets Manager, by a pod identity or with an access key. */
export interface AwsSecretsManagerOptions {
  /** The secrets, by the parameter of the trigger that gets them. */
  readonly secrets: { readonly [parameter: string]: AwsSecret };
  /**
   * Region of the secrets, such as `eu-central-1`.
   * @default the region of KEDA's operator
   */
  readonly region?: string;
  /**
   * Who asks: `PodIdentity.aws` or `awsOfWorkload`.
   * @default none; then `accessKey` is needed
   */
  readonly podIdentity?: PodIdentity;
  /**
   * The key to ask with.
   * @default none; then `podIdentity` is needed
   */
  readonly accessKey?: AwsAccessKey;
}

/** An app of Azure, with its secret. */
export interface AzureClientCredentials {
  /** Client id of the app. */
  readonly clientId: string;
  /** Its tenant. */
  readonly tenantId: string;
  /** Where its secret is. */
  readonly clientSecret: SecretKeyReference;
}

/** A secret of Azure Key Vault. */
export interface AzureKeyVaultSecret {
  /** Name of the secret. */
  readonly name: string;
  /**
   * A version.
   * @default the newest
   */
  readonly version?: string;
}

/** A cloud of Azure. */
export interface AzureCloud {
  /** `AzurePublicCloud`, `AzureUSGovernmentCloud`, `AzureChinaCloud`, or `Private`, which needs the two others. */
  readonly type: string;
  /**
   * Resource of Key Vault in a private cloud, such as `https://vault.azure.net`.
   * @default the cloud's
   */
  readonly keyVaultResourceUrl?: string;
  /**
   * Endpoint of Active Directory in a private cloud.
   * @default the cloud's
   */
  readonly activeDirectoryEndpoint?: string;
}

/** What is read from Azure Key Vault, by workload identity or as an app. */
export interface AzureKeyVaultOptions {
  /** Address of the vault, such as `https://shop.vault.azure.net`. */
  readonly vaultUri: string;
  /** The secrets, by the parameter of the trigger that gets them. */
  readonly secrets: { readonly [parameter: string]: AzureKeyVaultSecret };
  /**
   * Who asks: `PodIdentity.azureWorkload`.
   * @default none; then `credentials` are needed
   */
  readonly podIdentity?: PodIdentity;
  /**
   * The app to ask as.
   * @default none; then `podIdentity` is needed
   */
  readonly credentials?: AzureClientCredentials;
  /**
   * The cloud.
   * @default AzurePublicCloud
   */
  readonly cloud?: AzureCloud;
}

/** A secret of Google Secret Manager. */
export interface GcpSecret {
  /** Id of the secret. */
  readonly id: string;
  /**
   * A version.
   * @default latest
   */
  readonly version?: string;
}

/** What is read from Google Secret Manager, by workload identity or as a service account of Google. */
export interface GcpSecretManagerOptions {
  /** The secrets, by the parameter of the trigger that gets them. */
  readonly secrets: { readonly [parameter: string]: GcpSecret };
  /**
   * Who asks: `PodIdentity.gcp`.
   * @default none; then `credentials` are needed
   */
  readonly podIdentity?: PodIdentity;
  /**
   * Where the key of a service account of Google is, as JSON.
   * @default none; then `podIdentity` is needed
   */
  readonly credentials?: SecretKeyReference;
}

/** What is wrong with what is read from AWS Secrets Manager. */
export function awsSecretsProblem(options: AwsSecretsManagerOptions): Problem | undefined {
  const { secrets, podIdentity, accessKey } = options;
  const references = [accessKey?.accessKey, accessKey?.accessSecretKey, accessKey?.accessToken];
  return (
    loginProblem('AWS Secrets Manager', 'aws', podIdentity, 'accessKey', references) ??
    nameProblem(
      'AWS Secrets Manager',
      'name',
      Object.entries(secrets).map(([key, { name }]) => [key, name]),
    )
  );
}

/** What KEDA reads. */
export function awsSecretsSpec({ secrets, region, podIdentity, accessKey }: AwsSecretsManagerOptions): object {
  return {
    region,
    podIdentity: podIdentity?.toSpec(),
    credentials: accessKey && {
      accessKey: secretKeyRef(accessKey.accessKey),
      accessSecretKey: secretKeyRef(accessKey.accessSecretKey),
      accessToken: accessKey.accessToken && secretKeyRef(accessKey.accessToken),
    },
    secrets: Object.entries(secrets).map(([parameter, secret]) => ({ parameter, ...secret })),
  };
}

/** What is wrong with what is read from Azure Key Vault. */
export function azureSecretsProblem(options: AzureKeyVaultOptions): Problem | undefined {
  const { vaultUri, secrets, podIdentity, credentials } = options;
  if (!/^https:\/\/./.test(vaultUri)) {
    return {
      what: `The vaultUri "${vaultUri}" is not a URL of https.`,
      why: 'KEDA cannot connect: the trigger fails.',
      fix: 'Use one such as https://shop.vault.azure.net.',
    };
  }
  return (
    loginProblem('Azure Key Vault', 'azure-workload', podIdentity, 'credentials', [credentials?.clientSecret]) ??
    nameProblem(
      'Azure Key Vault',
      'name',
      Object.entries(secrets).map(([key, { name }]) => [key, name]),
    )
  );
}

/** What KEDA reads. */
export function azureSecretsSpec(options: AzureKeyVaultOptions): object {
  const { vaultUri, secrets, podIdentity, credentials, cloud } = options;
  return {
    vaultUri,
    podIdentity: podIdentity?.toSpec(),
    credentials: credentials && { ...credentials, clientSecret: secretKeyRef(credentials.clientSecret) },
    cloud: cloud && {
      type: cloud.type,
      keyVaultResourceURL: cloud.keyVaultResourceUrl,
      activeDirectoryEndpoint: cloud.activeDirectoryEndpoint,
    },
    secrets: Object.entries(secrets).map(([parameter, secret]) => ({ parameter, ...secret })),
  };
}

/** What is wrong with what is read from Google Secret Manager. */
export function gcpSecretsProblem({ secrets, podIdentity, credentials }: GcpSecretManagerOptions): Problem | undefined {
  return (
    loginProblem('Google Secret Manager', 'gcp', podIdentity, 'credentials', [credentials]) ??
    nameProblem(
      'Google Secret Manager',
      'id',
      Object.entries(secrets).map(([key, { id }]) => [key, id]),
    )
  );
}

/** What KEDA reads. */
export function gcpSecretsSpec({ secrets, podIdentity, credentials }: GcpSecretManagerOptions): object {
  return {
    podIdentity: podIdentity?.toSpec(),
    credentials: credentials && { clientSecret: secretKeyRef(credentials) },
    secrets: Object.entries(secrets).map(([parameter, secret]) => ({ parameter, ...secret })),
  };
}

/** KEDA logs in to a store by a pod identity of its cloud or with a secret, and looks at one of them only. */
function loginProblem(
  store: string,
  provider: string,
  podIdentity: PodIdentity | undefined,
  other: string,
  references: readonly (SecretKeyReference | undefined)[],
): Problem | undefined {
  const isGiven = references.some((reference) => reference !== undefined);
  if (isGiven === (podIdentity !== undefined)) {
    return {
      what: `The login to ${store} has ${isGiven ? `both podIdentity and ${other}` : `neither podIdentity nor ${other}`}.`,
      why: isGiven ? 'KEDA uses the first only.' : 'KEDA cannot ask for the secrets: the trigger fails.',
      fix: `Give one of them: podIdentity or ${other}.`,
    };
  }
  if (podIdentity && podIdentity.provider !== provider) {
    return {
      what: `The login to ${store} has a pod identity of ${podIdentity.provider}.`,
      why: 'KEDA refuses it: the store belongs to another cloud.',
      fix: `Use a pod identity of ${provider}.`,
    };
  }
  return references.reduce<Problem | undefined>(
    (found, reference) => found ?? (reference && keyReferenceProblem('Secret', reference)),
    podIdentity?.problem(),
  );
}

function nameProblem(store: string, field: string, names: readonly (readonly [string, string])[]): Problem | undefined {
  const [parameter] = names.find(([, name]) => name.trim() === '') ?? [];
  if (parameter === undefined) return undefined;
  return {
    what: `The ${field} of the secret for the parameter ${parameter} in ${store} is empty.`,
    why: 'KEDA would find nothing.',
    fix: 'Name the secret.',
  };
}
