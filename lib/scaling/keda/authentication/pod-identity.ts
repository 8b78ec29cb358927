import { lineProblem, type Problem } from '../../../validation';

/** The role of AWS as which KEDA asks. */
export interface AwsPodIdentityOptions {
  /**
   * ARN of the role that KEDA's operator assumes, such as `arn:aws:iam::123456789012:role/queues`; it must trust the role of the operator.
   * @default the role of the operator itself
   */
  readonly roleArn?: string;
  /**
   * External id that the trust policy of `roleArn` asks for.
   * @default none
   */
  readonly externalId?: string;
}

/** The managed identity of Azure as which KEDA asks. */
export interface AzureWorkloadIdentityOptions {
  /**
   * Client id of the identity, if it is not the one of KEDA's operator; it needs a federated credential for the service account of the operator.
   * @default the identity of the operator
   */
  readonly identityId?: string;
  /**
   * Tenant of the identity.
   * @default the tenant of the operator
   */
  readonly identityTenantId?: string;
  /**
   * Authority that gives the tokens, such as `https://login.microsoftonline.us/`; needs `identityTenantId`.
   * @default the authority of the operator
   */
  readonly identityAuthorityHost?: string;
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/**
 * Proves to a cloud who asks, without a secret: the cloud trusts the service account of a pod.
 *
 * @see https://keda.sh/docs/2.20/concepts/authentication/#pod-authentication-providers
 */
export class PodIdentity {
  /**
   * Of AWS, by the service account of KEDA's operator (IRSA or EKS Pod Identity), which may assume another role.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/aws/
   */
  public static aws({ roleArn, externalId }: AwsPodIdentityOptions = {}): PodIdentity {
    return new PodIdentity({ provider: 'aws', roleArn, externalID: externalId });
  }

  /**
   * Of AWS, as the role of the scaled workload: KEDA's operator assumes the role of the annotation `eks.amazonaws.com/role-arn` of the service
   * account of the workload's pods, which it needs; the role must trust the operator's.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/aws/
   */
  public static awsOfWorkload(): PodIdentity {
    return new PodIdentity({ provider: 'aws', identityOwner: 'workload' });
  }

  /**
   * Workload identity of Azure: KEDA's operator has a service account and the label `azure.workload.identity/use` for it.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/azure-ad-workload-identity/
   */
  public static azureWorkload(options: AzureWorkloadIdentityOptions = {}): PodIdentity {
    const { identityId, identityTenantId, identityAuthorityHost } = options;
    return new PodIdentity({ provider: 'azure-workload', identityId, identityTenantId, identityAuthorityHost });
  }

  /**
   * Workload identity of Google Cloud, by the service account of KEDA's operator.
   *
   * @see https://keda.sh/docs/2.20/authentication-providers/gcp-workload-identity/
   */
  public static gcp(): PodIdentity {
    return new PodIdentity({ provider: 'gcp' });
  }

  private constructor(private readonly spec: { readonly [field: string]: string | undefined }) {}

  /** What KEDA calls the provider, such as `aws`. */
  public get provider(): string {
    return this.spec.provider ?? '';
  }

  /** @internal */
  public toSpec(): object {
    return this.spec;
  }

  /** @internal */
  public problem(): Problem | undefined {
    const { roleArn } = this.spec;
    for (const [field, value] of Object.entries(this.spec)) {
      if (value === undefined || lineProblem(value) === undefined) continue;
      return {
        what: `The ${field} "${value}" of a pod identity ${lineProblem(value) ?? ''}.`,
        why: 'KEDA’s webhook refuses it, or the cloud does.',
        fix: 'Leave it out, or give it a value.',
      };
    }
    if (roleArn !== undefined && !ROLE_ARN.test(roleArn)) {
      return {
        what: `The roleArn "${roleArn}" of a pod identity is not the ARN of a role.`,
        why: 'AWS refuses to let KEDA assume it: the trigger fails.',
        fix: 'Use one such as arn:aws:iam::123456789012:role/queues.',
      };
    }
    return undefined;
  }
}
