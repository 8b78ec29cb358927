import { type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterScopedObject, checkProps } from '../../../platform';
import { AppChecks } from '../../../synth';
import { refuse } from '../../../validation';
import { objectProblems } from './authentication-problems';
import { type KedaAuthentication } from './keda-authentication';
import { type TriggerAuthenticationProps } from './trigger-authentication';

/** Props of `ClusterTriggerAuthentication`. */
export interface ClusterTriggerAuthenticationProps extends TriggerAuthenticationProps {
  /** Where the parameters of the triggers come from, and as whom KEDA asks; Secrets are in the namespace of KEDA. */
  readonly from: KedaAuthentication;
}

/**
 * An authentication that triggers of all namespaces share. Its Secrets are in the namespace of KEDA, which is all that KEDA may read with
 * `KedaSecretAccess.OWN_NAMESPACE`.
 *
 * @see https://keda.sh/docs/2.20/concepts/authentication/#authentication-scopes-namespace-vs-cluster
 */
export class ClusterTriggerAuthentication extends Construct {
  /** Name of the ClusterTriggerAuthentication. */
  public readonly name: string;
  /** What triggers take. */
  public readonly authentication: KedaAuthentication;
  /** The ClusterTriggerAuthentication itself. */
  public readonly apiObject: ApiObject;

  /** @throws on a reference that cannot be one, and on two sources of one parameter. */
  constructor(scope: Construct, id: string, props: ClusterTriggerAuthenticationProps) {
    super(scope, id);
    checkProps(this, 'ClusterTriggerAuthentication', props);
    const { from, name = id, labels, annotations } = props;
    refuse(this, ...objectProblems('ClusterTriggerAuthentication', name, props));
    this.name = name;
    this.authentication = from.as({ kind: 'ClusterTriggerAuthentication', name });
    this.apiObject = new ClusterScopedObject(this, 'authentication', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ClusterTriggerAuthentication',
      metadata: { name, labels, annotations },
      spec: from.toSpec(),
    });
    AppChecks.attach(this);
  }
}
