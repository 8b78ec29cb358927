import { labelKeyProblem, nameError, wholeNumberProblem, type Problem } from '../validation';

/** What the scheduler does when it cannot spread the pods evenly. */
export enum WhenUnsatisfiable {
  /** It schedules the pod anyway, on the emptiest place. */
  SCHEDULE_ANYWAY = 'ScheduleAnyway',
  /** It leaves the pod Pending: scaling out stops there. */
  DO_NOT_SCHEDULE = 'DoNotSchedule',
}

/** Options of `PodSpread.over`. */
export interface PodSpreadOptions {
  /**
   * How many pods more one place may have than another.
   * @default 1
   */
  readonly maxSkew?: number;
  /**
   * What happens when that is not possible.
   * @default WhenUnsatisfiable.SCHEDULE_ANYWAY
   */
  readonly whenUnsatisfiable?: WhenUnsatisfiable;
}

/**
 * How the pods are spread, so that one node or zone does not take all of them with it.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export class PodSpread {
  /** Over nodes. */
  public static overNodes(options: PodSpreadOptions = {}): PodSpread {
    return PodSpread.over('kubernetes.io/hostname', options);
  }

  /** Over zones. */
  public static overZones(options: PodSpreadOptions = {}): PodSpread {
    return PodSpread.over('topology.kubernetes.io/zone', options);
  }

  /** Over whatever a label of the nodes tells apart. */
  public static over(topologyKey: string, options: PodSpreadOptions = {}): PodSpread {
    return new PodSpread(
      topologyKey,
      options.maxSkew ?? 1,
      options.whenUnsatisfiable ?? WhenUnsatisfiable.SCHEDULE_ANYWAY,
    );
  }

  private constructor(
    private readonly topologyKey: string,
    private readonly maxSkew: number,
    private readonly whenUnsatisfiable: WhenUnsatisfiable,
  ) {}

  /** @internal */
  public static problem(spread: readonly PodSpread[]): Problem | undefined {
    const seen = new Set<string>();
    for (const { topologyKey, maxSkew, whenUnsatisfiable } of spread) {
      const problem =
        nameError('The topology key', topologyKey, labelKeyProblem(topologyKey)) ??
        wholeNumberProblem(`The skew over "${topologyKey}"`, maxSkew, 1);
      if (problem) return problem;
      const key = `${topologyKey}/${whenUnsatisfiable}`;
      if (seen.has(key)) {
        return {
          what: `The pods are spread over "${topologyKey}" twice with ${whenUnsatisfiable}.`,
          why: 'The API server refuses the Deployment.',
          fix: 'Keep one of the two.',
        };
      }
      seen.add(key);
    }
    return undefined;
  }

  /**
   * Pods of an old version do not count, so that a rollout does not pile the new ones up.
   *
   * @param revision the label that the workload tells its versions apart by
   * @internal
   */
  public toSpec(matchLabels: { readonly [label: string]: string }, revision: string): object {
    return {
      topologyKey: this.topologyKey,
      maxSkew: this.maxSkew,
      whenUnsatisfiable: this.whenUnsatisfiable,
      labelSelector: { matchLabels },
      matchLabelKeys: [revision],
    };
  }
}
