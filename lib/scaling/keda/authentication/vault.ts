import { dnsSubdomainProblem, nameError, type Problem } from '../../../validation';

/** How KEDA logs in to Vault with a token of Kubernetes. */
export interface VaultKubernetesLogin {
  /** Path of the auth method, such as `kubernetes`. */
  readonly mount: string;
  /** The role of Vault. */
  readonly role: string;
  /**
   * Service account whose token KEDA asks for, in the namespace of what is scaled.
   * @default the service account of KEDA's operator
   */
  readonly serviceAccountName?: string;
  /**
   * File in KEDA's operator that has the token, such as `/var/run/secrets/kubernetes.io/serviceaccount/token`.
   * @default the token of the operator
   */
  readonly tokenFile?: string;
}

/** How KEDA logs in to Vault. */
export class VaultLogin {
  /** With a token of Kubernetes. */
  public static kubernetes({ mount, role, serviceAccountName, tokenFile }: VaultKubernetesLogin): VaultLogin {
    const isGiven = serviceAccountName !== undefined || tokenFile !== undefined;
    return new VaultLogin('kubernetes', {
      mount,
      role,
      credential: isGiven ? { serviceAccountName, serviceAccount: tokenFile } : undefined,
    });
  }

  /** With the token that KEDA's operator has in its environment, as `VAULT_TOKEN`. */
  public static operatorToken(): VaultLogin {
    return new VaultLogin('token', {});
  }

  private constructor(
    private readonly authentication: string,
    private readonly spec: {
      readonly mount?: string;
      readonly role?: string;
      readonly credential?: { readonly serviceAccountName?: string; readonly serviceAccount?: string };
    },
  ) {}

  /** @internal */
  public toSpec(): object {
    return { authentication: this.authentication, ...this.spec };
  }

  /** @internal */
  public problem(): Problem | undefined {
    const { mount, role, credential } = this.spec;
    const account = credential?.serviceAccountName;
    const empty = Object.entries({ mount, role, tokenFile: credential?.serviceAccount }).find(([, value]) =>
      isBlank(value),
    );
    if (empty) {
      return {
        what: `The ${empty[0]} of a login to Vault is empty.`,
        why: 'KEDA cannot log in: the trigger fails.',
        fix: `Give ${empty[0]} a value${empty[0] === 'tokenFile' ? ', or leave it out' : ''}.`,
      };
    }
    if (account !== undefined && credential?.serviceAccount !== undefined) {
      return {
        what: `A login to Vault has the service account "${account}" and a file.`,
        why: 'KEDA reads the first only.',
        fix: 'Remove one of them.',
      };
    }
    return account === undefined ? undefined : nameError('The service account', account, dnsSubdomainProblem(account));
  }
}

/** What an engine of Vault does with a path. */
export enum VaultSecretType {
  /** A key-value engine of version 1. */
  SECRET = 'secret',
  /** A key-value engine of version 2; its paths have `/data/`. */
  SECRET_V2 = 'secretV2',
  /** An engine that issues certificates. */
  PKI = 'pki',
}

/** What a certificate is asked for with. */
export interface VaultPkiOptions {
  /** The common name. */
  readonly commonName: string;
  /**
   * Alternative names, separated by commas.
   * @default none
   */
  readonly altNames?: string;
  /**
   * Alternative addresses, separated by commas.
   * @default none
   */
  readonly ipSans?: string;
  /**
   * Alternative URIs, separated by commas.
   * @default none
   */
  readonly uriSans?: string;
  /**
   * Other alternative names, separated by commas.
   * @default none
   */
  readonly otherSans?: string;
  /**
   * How long it is valid, such as `24h`.
   * @default the role's
   */
  readonly ttl?: string;
  /**
   * `pem`, `der` or `pem_bundle`.
   * @default Vault's, pem
   */
  readonly format?: string;
}

/** A value in Vault. */
export interface VaultSecret {
  /** Path of the secret, such as `secret/data/rabbitmq`. */
  readonly path: string;
  /** The key in it; of a certificate `certificate`, `private_key`, `issuing_ca` or `ca_chain`. */
  readonly key: string;
  /**
   * What the engine is.
   * @default KEDA finds out between the versions of key-value engines
   */
  readonly type?: VaultSecretType;
  /**
   * What a certificate is asked for with; needs `type` PKI.
   * @default none
   */
  readonly pki?: VaultPkiOptions;
}

/** Where Vault is, and what to read from it. */
export interface VaultOptions {
  /** Address of Vault, such as `https://vault.vault.svc:8200`. */
  readonly address: string;
  /** How KEDA logs in. */
  readonly login: VaultLogin;
  /** What is read, by the parameter of the trigger that gets it. */
  readonly secrets: { readonly [parameter: string]: VaultSecret };
  /**
   * Namespace of Vault Enterprise.
   * @default none
   */
  readonly namespace?: string;
}

/** What is wrong with what is read from Vault. */
export function vaultProblem({ address, login, secrets }: VaultOptions): Problem | undefined {
  if (!/^https?:\/\/./.test(address)) {
    return {
      what: `The address "${address}" of Vault is not a URL of http or https.`,
      why: 'KEDA cannot connect: the trigger fails.',
      fix: 'Use one such as https://vault.vault.svc:8200.',
    };
  }
  for (const [parameter, { path, key, type, pki }] of Object.entries(secrets)) {
    if (isBlank(path) || isBlank(key)) {
      return {
        what: `The ${isBlank(path) ? 'path' : 'key'} of the parameter ${parameter} in Vault is empty.`,
        why: 'KEDA would find nothing.',
        fix: 'Name both, such as { path: "secret/data/rabbitmq", key: "url" }.',
      };
    }
    if ((type === VaultSecretType.PKI) === (pki !== undefined)) continue;
    return {
      what: `The parameter ${parameter} from Vault has ${pki ? 'pki without the type PKI' : 'the type PKI without pki'}.`,
      why: 'Vault issues a certificate for a common name, of an engine that issues certificates only.',
      fix: 'Give both, or neither.',
    };
  }
  return login.problem();
}

/** What KEDA reads. */
export function vaultSpec({ address, login, secrets, namespace }: VaultOptions): object {
  return {
    address,
    namespace,
    ...login.toSpec(),
    secrets: Object.entries(secrets).map(([parameter, { path, key, type, pki }]) => ({
      parameter,
      path,
      key,
      type,
      pkiData: pki,
    })),
  };
}

function isBlank(value: string | undefined): boolean {
  return value?.trim() === '';
}
