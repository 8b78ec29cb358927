import { type Problem } from '../validation';
import { type CheckedObject } from './manifest';

/** How bad a finding is: an error stops the synthesis, a warning is printed. */
export type Severity = 'error' | 'warning';

/** A mistake that a rule found, with every object that takes part in it. */
export interface Finding extends Problem {
  readonly rule: string;
  readonly severity: Severity;
  /** The object to look at first, then the others. */
  readonly objects: readonly CheckedObject[];
}

/** What a rule needs to know of the cluster. */
export interface CheckOptions {
  /** Kubernetes release such as `1.36`. */
  readonly kubernetes: string;
  /** Feature gates that are switched on beyond the release's own. */
  readonly featureGates: readonly string[];
  /** First and last port that a Service of type NodePort may ask for. */
  readonly nodePortRange: readonly [number, number];
  /** What all nodes together can give to pods: CPU in cores, memory in bytes. Unknown where absent. */
  readonly capacity?: { readonly cpu: number; readonly memory: number };
  /** IP addresses of the nodes, where they are known. */
  readonly nodeAddresses?: readonly string[];
  /** Name of the cluster, if nothing in it gives addresses to LoadBalancer Services unless somebody installs it. */
  readonly withoutLoadBalancers?: string;
}
