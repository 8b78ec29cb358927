import { dnsSubdomainProblem, nameError, type Problem } from '../validation';

/** A kind of workload with a scale subresource. */
export interface ScalableResource {
  /** API group of the kind, such as `argoproj.io`. */
  readonly apiGroup: string;
  /** Name of the kind in the API's paths: lower case and plural, such as `rollouts`. */
  readonly resource: string;
}

/** What KEDA may scale beside Deployments, StatefulSets and Jobs, which it always may. */
export class KedaScaleTargets {
  /** Nothing else: the least access. */
  public static workloads(): KedaScaleTargets {
    return new KedaScaleTargets([]);
  }

  /** The named kinds too, such as `rollouts` of `argoproj.io`. */
  public static of(resources: ScalableResource[]): KedaScaleTargets {
    return new KedaScaleTargets(resources);
  }

  /** Every kind with a scale subresource. It takes the right to read every object of the cluster, Secrets included. */
  public static any(): KedaScaleTargets {
    return new KedaScaleTargets([{ apiGroup: '*', resource: '*' }]);
  }

  private constructor(
    /** The kinds beside Deployments, StatefulSets and Jobs. */
    public readonly resources: ScalableResource[],
  ) {}

  /** Whether reading them includes reading every Secret. */
  public get includesSecrets(): boolean {
    return this.resources.some(
      ({ apiGroup, resource }) => ['*', ''].includes(apiGroup) && ['*', 'secrets'].includes(resource),
    );
  }

  /** @internal */
  public problem(): Problem | undefined {
    const wrong = this.resources.find(({ resource }) => resource !== '*' && !/^[a-z]+$/.test(resource));
    const group = this.resources.find(({ apiGroup }) => !['*', ''].includes(apiGroup) && dnsSubdomainProblem(apiGroup));
    if (group) return nameError('The API group', group.apiGroup, dnsSubdomainProblem(group.apiGroup));
    if (!wrong) return undefined;
    return {
      what: `KEDA is to scale "${wrong.resource}" of "${wrong.apiGroup}".`,
      why: 'Access is granted to resources, which are lower-case plurals: this name grants nothing.',
      fix: 'Use the name that kubectl api-resources shows, such as "rollouts".',
    };
  }
}
