import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../../../platform';
import { AppChecks } from '../../../synth';
import { refuse } from '../../../validation';
import { objectProblems } from './authentication-problems';
import { type KedaAuthentication } from './keda-authentication';

/** Props of `TriggerAuthentication`. */
export interface TriggerAuthenticationProps {
  /** Where the parameters of the triggers come from, and as whom KEDA asks; Secrets are in the namespace of the object. */
  readonly from: KedaAuthentication;
  /**
   * Name of the TriggerAuthentication.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Labels of the object.
   * @default none
   */
  readonly labels?: { readonly [label: string]: string };
  /**
   * Annotations of the object.
   * @default none
   */
  readonly annotations?: { readonly [annotation: string]: string };
}

/**
 * An authentication that triggers of one namespace share.
 *
 * @see https://keda.sh/docs/2.20/concepts/authentication/#re-use-credentials-and-delegate-auth-with-triggerauthentication
 */
export class TriggerAuthentication extends Construct {
  /** Name of the TriggerAuthentication. */
  public readonly name: string;
  /** What triggers take. */
  public readonly authentication: KedaAuthentication;
  /** The TriggerAuthentication itself. */
  public readonly apiObject: ApiObject;

  /** @throws on a reference that cannot be one, on two sources of one parameter, and on what only a ClusterTriggerAuthentication can have. */
  constructor(scope: Construct, id: string, props: TriggerAuthenticationProps) {
    super(scope, id);
    checkProps(this, 'TriggerAuthentication', props);
    const { from, name = id, labels, annotations } = props;
    refuse(this, ...objectProblems('TriggerAuthentication', name, props));
    this.name = name;
    this.authentication = from.as({ kind: 'TriggerAuthentication', name });
    this.apiObject = new ApiObject(this, 'authentication', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata: { name, labels, annotations },
      spec: from.toSpec(),
    });
    AppChecks.attach(this);
  }
}
