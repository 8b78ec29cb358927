import { Construct, type IConstruct } from 'constructs';
import { AppChecks } from '../app-checks';
import { IsolatedPods } from './isolated-pods';

/**
 * Lets pods talk only to whom the objects of the app say they talk to: a NetworkPolicy for each workload, which denies everything else in both
 * directions. What is added to a chart or wired later counts, too.
 *
 * The network of the cluster has to enforce policies: Calico, Cilium and kind's own do, flannel does not.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Isolation {
  /** Isolates the pods of every workload at or below a construct: an app, a stack, a chart, a Deployment of any cdk8s-plus. */
  public static isolate(scope: IConstruct): void {
    IsolatedPods.of(scope).add(scope);
    AppChecks.attach(scope);
  }

  private constructor() {
    // There is nothing to make: everything is at synthesis.
  }
}

/** A construct with pods of its own. */
export abstract class IsolatableConstruct extends Construct {
  /**
   * Lets its pods talk only to whom the objects of the app say they talk to: a NetworkPolicy for each of its workloads, which denies everything else
   * in both directions. It does not matter whether it is called before or after the constructs are wired to each other.
   */
  public isolate(): void {
    Isolation.isolate(this);
  }
}
