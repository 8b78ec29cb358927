import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterScopedObject } from './cluster-scoped-object';
import { checkProps } from './props';
import { dnsLabelProblem, nameError, refuse } from '../validation';

/**
 * The levels of the Pod Security Standards.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** Anything goes. */
  PRIVILEGED = 'privileged',
  /** No known privilege escalation; root is allowed. */
  BASELINE = 'baseline',
  /** Hardened: no root, no capabilities. */
  RESTRICTED = 'restricted',
}

/** Props of `SecuredNamespace`. */
export interface SecuredNamespaceProps {
  /**
   * Name of the namespace.
   * @default the namespace of the chart, else the construct id
   */
  readonly name?: string;
  /**
   * The level that the API server enforces, and warns about when a workload is applied.
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly enforce?: PodSecurityLevel;
}

/** A Namespace whose pods are held to a Pod Security Standard by the API server. */
export class SecuredNamespace extends Construct {
  /** Name of the namespace. */
  public readonly name: string;

  constructor(scope: Construct, id: string, props: SecuredNamespaceProps = {}) {
    super(scope, id);
    checkProps(this, 'SecuredNamespace', props);
    const level = props.enforce ?? PodSecurityLevel.RESTRICTED;
    this.name = props.name ?? Chart.of(this).namespace ?? id;
    refuse(this, nameError('The namespace', this.name, dnsLabelProblem(this.name)));
    new ClusterScopedObject(this, 'namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.name,
        labels: { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': level },
      },
    });
  }
}
