import { dnsSubdomainProblem, formError, nameError, type Problem } from '../../../validation';
import {
  authenticationSpec,
  parameterSource,
  podIdentitySource,
  sourceProblems,
  storeSource,
  type AuthenticationSource,
} from './authentication-source';
import { type AuthenticationMode } from './authentication-mode';
import { refusedAuthentication } from './refused-authentication';
import { OAUTH2_PARAMETERS, oauth2Spec, type OAuth2Options } from './oauth2';
import { type PodIdentity } from './pod-identity';
import {
  environmentReferenceProblem,
  keyReferenceProblem,
  type ConfigMapKeyReference,
  type EnvironmentReference,
  type SecretKeyReference,
} from './references';
import {
  awsSecretsProblem,
  awsSecretsSpec,
  azureSecretsProblem,
  azureSecretsSpec,
  gcpSecretsProblem,
  gcpSecretsSpec,
  type AwsSecretsManagerOptions,
  type AzureKeyVaultOptions,
  type GcpSecretManagerOptions,
} from './secret-stores';
import { vaultProblem, vaultSpec, type VaultOptions } from './vault';

/** An authentication that is an object of its own. */
export interface AuthenticationObject {
  readonly kind: 'TriggerAuthentication' | 'ClusterTriggerAuthentication';
  readonly name: string;
}

/**
 * Where a trigger gets the parameters from that are secrets, and as whom KEDA asks. The secrets stay where they are: manifests have references only.
 *
 * A scaler writes a TriggerAuthentication of its own for it; with the `authentication` of a `TriggerAuthentication` or a
 * `ClusterTriggerAuthentication` several triggers share one.
 *
 * @see https://keda.sh/docs/2.20/concepts/authentication/
 */
export class KedaAuthentication {
  /** Parameters from Secrets, by the name of the parameter, such as `{ host: { name: 'rabbitmq', key: 'url' } }`. */
  public static secrets(parameters: { readonly [parameter: string]: SecretKeyReference }): KedaAuthentication {
    const problemOf = (value: SecretKeyReference): Problem | undefined => keyReferenceProblem('Secret', value);
    return new KedaAuthentication([parameterSource('secretTargetRef', parameters, keyOf, problemOf)]);
  }

  /** Parameters from ConfigMaps, for what is not secret. */
  public static configMaps(parameters: { readonly [parameter: string]: ConfigMapKeyReference }): KedaAuthentication {
    const problemOf = (value: ConfigMapKeyReference): Problem | undefined => keyReferenceProblem('ConfigMap', value);
    return new KedaAuthentication([parameterSource('configMapTargetRef', parameters, keyOf, problemOf)]);
  }

  /** Parameters from environment variables of the pods that are scaled: KEDA reads their definitions, and the Secrets that these name. */
  public static environment(parameters: { readonly [parameter: string]: EnvironmentReference }): KedaAuthentication {
    const toSpec = ({ name, container }: EnvironmentReference): object => ({ name, containerName: container });
    return new KedaAuthentication([parameterSource('env', parameters, toSpec, environmentReferenceProblem)]);
  }

  /**
   * All parameters from a file in KEDA's operator: a JSON object of texts. For a `ClusterTriggerAuthentication` only.
   *
   * @param path its path below the operator's `--filepath-auth-root-path`
   */
  public static file(path: string): KedaAuthentication {
    const isRelative = path.trim() !== '' && !path.startsWith('/') && !path.includes('..');
    const problem = isRelative
      ? undefined
      : {
          what: `The file "${path}" of an authentication is not below the folder that KEDA reads such files from.`,
          why: 'KEDA refuses absolute paths and paths with "..".',
          fix: 'Use a relative path, such as rabbitmq.json.',
        };
    return new KedaAuthentication([{ field: 'filePath', spec: path, problem }]);
  }

  /** As a pod, without a secret. */
  public static podIdentity(identity: PodIdentity): KedaAuthentication {
    return new KedaAuthentication([podIdentitySource(identity)]);
  }

  /**
   * Parameters from HashiCorp Vault.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/hashicorp-vault/
   */
  public static vault(options: VaultOptions): KedaAuthentication {
    return KedaAuthentication.store('hashiCorpVault', vaultSpec(options), options.secrets, vaultProblem(options));
  }

  /**
   * Parameters from AWS Secrets Manager.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/aws-secret-manager/
   */
  public static awsSecretsManager(options: AwsSecretsManagerOptions): KedaAuthentication {
    const problem = awsSecretsProblem(options);
    return KedaAuthentication.store('awsSecretManager', awsSecretsSpec(options), options.secrets, problem);
  }

  /**
   * Parameters from Azure Key Vault.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/azure-key-vault/
   */
  public static azureKeyVault(options: AzureKeyVaultOptions): KedaAuthentication {
    const problem = azureSecretsProblem(options);
    return KedaAuthentication.store('azureKeyVault', azureSecretsSpec(options), options.secrets, problem);
  }

  /**
   * Parameters from Google Secret Manager.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/gcp-secret-manager/
   */
  public static gcpSecretManager(options: GcpSecretManagerOptions): KedaAuthentication {
    const problem = gcpSecretsProblem(options);
    return KedaAuthentication.store('gcpSecretManager', gcpSecretsSpec(options), options.secrets, problem);
  }

  /**
   * Parameters that are tokens of service accounts, which KEDA asks Kubernetes for; it needs the permission to create them.
   *
   * @param parameters names of the service accounts by the parameters
   */
  public static serviceAccountTokens(parameters: { readonly [parameter: string]: string }): KedaAuthentication {
    const toSpec = (serviceAccountName: string): object => ({ serviceAccountName });
    const problemOf = (name: string): Problem | undefined =>
      nameError('The service account', name, dnsSubdomainProblem(name));
    return new KedaAuthentication([parameterSource('boundServiceAccountToken', parameters, toSpec, problemOf)]);
  }

  /**
   * A token of OAuth2, which KEDA asks for with the credentials of a client.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/oauth2/
   */
  public static oauth2(options: OAuth2Options): KedaAuthentication {
    const source = { field: 'oauth2', spec: oauth2Spec(options), parameters: OAUTH2_PARAMETERS };
    return new KedaAuthentication([{ ...source, problem: keyReferenceProblem('Secret', options.clientSecret) }]);
  }

  /** Several of them together, such as a pod identity and a parameter from a Secret. */
  public static all(...authentications: KedaAuthentication[]): KedaAuthentication {
    const named = authentications.find(({ object }) => object !== undefined);
    const mode = authentications.find((each) => each.mode !== undefined)?.mode;
    return new KedaAuthentication(
      [
        ...authentications.flatMap(({ sources }) => sources),
        ...(named ? [{ field: 'all', spec: {}, problem: notToBeJoined(named) }] : []),
      ],
      mode,
    );
  }

  /** A TriggerAuthentication that is there otherwise, in the namespace of what is scaled. */
  public static triggerAuthentication(name: string): KedaAuthentication {
    return new KedaAuthentication([], undefined, { kind: 'TriggerAuthentication', name });
  }

  /** A ClusterTriggerAuthentication that is there otherwise. */
  public static clusterTriggerAuthentication(name: string): KedaAuthentication {
    return new KedaAuthentication([], undefined, { kind: 'ClusterTriggerAuthentication', name });
  }

  /** What `HttpAuthentication` makes. @internal */
  public static ofMode(
    mode: AuthenticationMode,
    parameters: { readonly [parameter: string]: SecretKeyReference },
  ): KedaAuthentication {
    return new KedaAuthentication(KedaAuthentication.secrets(parameters).sources, mode);
  }

  private static store(
    field: string,
    spec: object,
    secrets: { readonly [parameter: string]: unknown },
    problem: Problem | undefined,
  ): KedaAuthentication {
    return new KedaAuthentication([storeSource(field, spec, secrets, problem)]);
  }

  private constructor(
    private readonly sources: readonly AuthenticationSource[],
    /** How a server of HTTP is shown who asks; undefined if it is not one, or the trigger says it. */
    public readonly mode?: AuthenticationMode,
    /** The object that has it; undefined if each scaler writes its own. @internal */
    public readonly object?: AuthenticationObject,
  ) {}

  /** The provider of its pod identity, if it has one. @internal */
  public get podIdentityProvider(): string | undefined {
    const identity = this.sources.find(({ field }) => field === 'podIdentity')?.spec as
      { provider?: string } | undefined;
    return identity?.provider;
  }

  /** Whether only the cluster knows what it has. @internal */
  public get isUnknown(): boolean {
    return this.sources.length === 0;
  }

  /** The parameters that it has; undefined if only the cluster knows. @internal */
  public get parameters(): readonly string[] | undefined {
    if (this.isUnknown) return undefined;
    const known = this.sources.map(({ parameters }) => parameters);
    return known.includes(undefined) ? undefined : known.flatMap((each) => each ?? []);
  }

  /** The same, in an object. @internal */
  public as(object: AuthenticationObject): KedaAuthentication {
    return new KedaAuthentication(this.sources, this.mode, object);
  }

  /** The same, shown to a server of HTTP in some way. @internal */
  public inMode(mode: AuthenticationMode): KedaAuthentication {
    return new KedaAuthentication(this.sources, mode, this.object);
  }

  /** What is wrong with it as the spec of a kind of object. @internal */
  public problem(kind = this.object?.kind ?? 'TriggerAuthentication'): Problem | undefined {
    if (this.object && this.sources.length === 0) {
      return formError(`The ${this.object.kind}`, this.object.name, dnsSubdomainProblem);
    }
    const [problem] = sourceProblems(this.sources);
    return problem ?? refusedAuthentication({ kind, spec: this.toSpec() });
  }

  /** The spec of a TriggerAuthentication. @internal */
  public toSpec(): { readonly [field: string]: unknown } {
    return authenticationSpec(this.sources);
  }
}

function keyOf({ name, key }: SecretKeyReference): object {
  return { name, key };
}

function notToBeJoined({ object }: KedaAuthentication): Problem {
  return {
    what: `The ${object?.kind ?? 'authentication'} "${object?.name ?? ''}" is to be joined with others.`,
    why: 'A trigger refers to one object.',
    fix: 'Add the others to that object.',
  };
}
