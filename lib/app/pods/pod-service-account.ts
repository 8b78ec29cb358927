import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { annotationsError, dnsSubdomainProblem, formError, labelsError, type Problem } from '../../validation';
import { type AppIdentity } from './app-identity';
import { type NamedObject } from './named-object';

/** Options of `PodServiceAccount.create`. */
export interface ServiceAccountOptions {
  /**
   * Name of the ServiceAccount.
   * @default the app's
   */
  readonly name?: string;
  /**
   * Its annotations, such as `eks.amazonaws.com/role-arn`.
   * @default none
   */
  readonly annotations?: { [annotation: string]: string };
  /**
   * Its labels, beside the app's.
   * @default none
   */
  readonly labels?: { [label: string]: string };
}

/**
 * Whom the pods of an app are to the API server and to a cloud.
 *
 * @see https://kubernetes.io/docs/concepts/security/service-accounts/
 */
export class PodServiceAccount {
  /** A ServiceAccount that is made with the app. */
  public static create(options: ServiceAccountOptions = {}): PodServiceAccount {
    return new PodServiceAccount(options, undefined);
  }

  /** A ServiceAccount that is there already: of any cdk8s-plus-NN, or `{ name: 'shop' }`. */
  public static of(serviceAccount: NamedObject): PodServiceAccount {
    return new PodServiceAccount({}, serviceAccount.name);
  }

  /**
   * A ServiceAccount with a role of AWS, by IRSA.
   *
   * @param roleArn such as `arn:aws:iam::111122223333:role/shop`
   * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
   */
  public static withAwsRole(roleArn: string, options: ServiceAccountOptions = {}): PodServiceAccount {
    return new PodServiceAccount(
      annotated(options, { 'eks.amazonaws.com/role-arn': roleArn }),
      undefined,
      {},
      /^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(roleArn) ? undefined : noRole(roleArn),
    );
  }

  /**
   * A ServiceAccount with an identity of Azure, by workload identity.
   *
   * @param clientId client id of the managed identity or the application
   * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
   */
  public static withAzureIdentity(clientId: string, options: ServiceAccountOptions = {}): PodServiceAccount {
    return new PodServiceAccount(annotated(options, { 'azure.workload.identity/client-id': clientId }), undefined, {
      'azure.workload.identity/use': 'true',
    });
  }

  /**
   * A ServiceAccount with an account of Google Cloud, by workload identity.
   *
   * @param email such as `shop@acme.iam.gserviceaccount.com`
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static withGoogleAccount(email: string, options: ServiceAccountOptions = {}): PodServiceAccount {
    return new PodServiceAccount(annotated(options, { 'iam.gke.io/gcp-service-account': email }), undefined);
  }

  private constructor(
    private readonly options: ServiceAccountOptions,
    private readonly existing: string | undefined,
    /**
     * Labels that the pods need for it.
     * @internal
     */
    public readonly podLabels: { readonly [label: string]: string } = {},
    private readonly mistake?: Problem,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { name = this.existing, annotations = {}, labels = {} } = this.options;
    return (
      this.mistake ??
      formError('The ServiceAccount', name, dnsSubdomainProblem) ??
      annotationsError(annotations) ??
      labelsError(labels)
    );
  }

  /**
   * Makes it, unless it is there, and gives its name.
   * @internal
   */
  public addTo(scope: Construct, app: AppIdentity): string {
    if (this.existing !== undefined) return this.existing;
    const { name = app.name, labels } = this.options;
    const annotations = { ...app.annotations, ...this.options.annotations };
    new ApiObject(scope, 'service-account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name,
        labels: { ...app.objectLabels, ...labels },
        annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
      },
      automountServiceAccountToken: false, // the pods say whether they want it
    });
    return name;
  }
}

function annotated(options: ServiceAccountOptions, annotations: { [key: string]: string }): ServiceAccountOptions {
  return { ...options, annotations: { ...annotations, ...options.annotations } };
}

function noRole(roleArn: string): Problem {
  return {
    what: `"${roleArn}" is not the ARN of a role.`,
    why: 'AWS gives the pods no credentials, and every call of theirs is refused.',
    fix: 'Write it as arn:aws:iam::111122223333:role/shop.',
  };
}
