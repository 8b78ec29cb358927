import { Construct } from 'constructs';
import { ClusterScopedObject, checkProps } from '../../platform';
import { AppChecks } from '../../synth';
import { dnsSubdomainProblem, nameError, refuse } from '../../validation';
import { PrometheusAuthentication } from './prometheus-authentication';

/** Props of `ClusterTriggerAuthentication`. */
export interface ClusterTriggerAuthenticationProps {
  /** How KEDA proves who it is; the Secrets are in the namespace of KEDA. */
  readonly secrets: PrometheusAuthentication;
  /**
   * Name of the ClusterTriggerAuthentication.
   * @default the construct id
   */
  readonly name?: string;
}

/**
 * A proof that scalers of all namespaces share. Its Secrets are in the namespace of KEDA, which is all that KEDA may read with
 * `KedaSecretAccess.OWN_NAMESPACE`.
 *
 * @see https://keda.sh/docs/2.20/concepts/authentication/#authentication-scopes-namespace-vs-cluster
 */
export class ClusterTriggerAuthentication extends Construct {
  /** Name of the ClusterTriggerAuthentication. */
  public readonly name: string;
  /** What a scaler takes. */
  public readonly authentication: PrometheusAuthentication;

  /** @throws on a Secret or key that cannot be one. */
  constructor(scope: Construct, id: string, props: ClusterTriggerAuthenticationProps) {
    super(scope, id);
    checkProps(this, 'ClusterTriggerAuthentication', props);
    const { secrets, name = id } = props;
    refuse(
      this,
      nameError('The ClusterTriggerAuthentication', name, dnsSubdomainProblem(name)),
      secrets.problem(),
      secrets.clusterName === undefined
        ? undefined
        : {
            what: `The ClusterTriggerAuthentication "${name}" is to be made of another one, "${secrets.clusterName}".`,
            why: 'It has Secrets of its own, or there is nothing to make.',
            fix: 'Give it Secrets: PrometheusAuthentication.basic, bearer or tls.',
          },
    );
    this.name = name;
    this.authentication = PrometheusAuthentication.ofCluster(name, secrets.mode);
    new ClusterScopedObject(this, 'authentication', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ClusterTriggerAuthentication',
      metadata: { name },
      spec: { secretTargetRef: secrets.toSecretTargetRef() },
    });
    AppChecks.attach(this);
  }
}
