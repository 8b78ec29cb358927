import { type Duration } from 'cdk8s';
import { type ServiceReference } from '../../platform';
import {
  dnsSubdomainProblem,
  formError,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../../validation';

/** One step of a canary. */
export class RolloutStep {
  /** Lets the new version take a share of the requests, in percent: of the pods, where nothing routes the traffic. */
  public static setWeight(percent: number): RolloutStep {
    return new RolloutStep({ setWeight: percent }, wholeNumberProblem('The weight of a step', percent, 0, 100));
  }

  /**
   * Waits.
   *
   * @param duration how long; until somebody promotes the Rollout if it is left out
   */
  public static pause(duration?: Duration): RolloutStep {
    const seconds = duration && duration.toMilliseconds() / 1000;
    return new RolloutStep(
      { pause: seconds === undefined ? {} : { duration: `${seconds}s` } },
      wholeSecondsProblem('The pause of a step', duration, 1),
    );
  }

  /** Runs an analysis, which goes on or turns back. @param templateName name of an AnalysisTemplate in the namespace */
  public static analysis(templateName: string): RolloutStep {
    return new RolloutStep(
      { analysis: { templates: [{ templateName }] } },
      formError('The AnalysisTemplate', templateName, dnsSubdomainProblem),
    );
  }

  private constructor(
    private readonly spec: object,
    private readonly mistake: Problem | undefined,
  ) {}

  /** @internal */
  public toSpec(): object {
    return this.spec;
  }

  /** @internal */
  public problem(): Problem | undefined {
    return this.mistake;
  }
}

/** How a canary replaces the old version. */
export interface CanaryOptions {
  /** The steps, in order; after the last one the new version has all requests. */
  readonly steps: RolloutStep[];
  /**
   * The Service of the old version, where something routes traffic between two.
   * @default none
   */
  readonly stableService?: ServiceReference;
  /**
   * The Service of the new version, where something routes traffic between two.
   * @default none
   */
  readonly canaryService?: ServiceReference;
}

/** How a second set of pods takes the place of the first one. */
export interface BlueGreenOptions {
  /** The Service that users ask. */
  readonly active: ServiceReference;
  /**
   * A Service that leads to the new version before users see it.
   * @default none
   */
  readonly preview?: ServiceReference;
  /**
   * Whether the new version takes over by itself as soon as it is ready; else somebody promotes it.
   * @default true
   */
  readonly autoPromotion?: boolean;
  /**
   * How long the old version stays after the new one took over.
   * @default 30 s
   */
  readonly scaleDownDelay?: Duration;
}

/** How Argo Rollouts replaces one version by the next. */
export class RolloutStrategy {
  /**
   * Step by step.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/canary/
   */
  public static canary({ steps, stableService, canaryService }: CanaryOptions): RolloutStrategy {
    const spec = {
      stableService: stableService?.name,
      canaryService: canaryService?.name,
      steps: steps.map((step) => step.toSpec()),
    };
    const problems = [
      steps.length === 0 ? NO_STEP : undefined,
      stableService && stableService.name === canaryService?.name ? sameService(stableService.name) : undefined,
      ...steps.map((step) => step.problem()),
    ];
    return new RolloutStrategy({ canary: spec }, problems);
  }

  /**
   * All at once: a second set of pods, and a Service that is switched over.
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/
   */
  public static blueGreen(options: BlueGreenOptions): RolloutStrategy {
    const { active, preview, autoPromotion, scaleDownDelay } = options;
    const spec = {
      activeService: active.name,
      previewService: preview?.name,
      autoPromotionEnabled: autoPromotion,
      scaleDownDelaySeconds: scaleDownDelay?.toSeconds({ integral: false }),
    };
    return new RolloutStrategy({ blueGreen: spec }, [
      wholeSecondsProblem('The scaleDownDelay of a Rollout', scaleDownDelay, 0),
      active.name === preview?.name ? sameService(active.name) : undefined,
    ]);
  }

  private constructor(
    private readonly spec: object,
    private readonly mistakes: readonly (Problem | undefined)[],
  ) {}

  /** @internal */
  public toSpec(): object {
    return this.spec;
  }

  /** @internal */
  public problems(): readonly (Problem | undefined)[] {
    return this.mistakes;
  }
}

const NO_STEP: Problem = {
  what: 'A canary has no step.',
  why: 'Argo Rollouts would replace all pods at once, as a Deployment does.',
  fix: 'Add one, such as RolloutStep.setWeight(20), and RolloutStep.pause() behind it.',
};

function sameService(name: string): Problem {
  return {
    what: `A Rollout has Service "${name}" for both versions.`,
    why: 'Argo Rollouts marks the Rollout as invalid (InvalidSpec) and makes no pods.',
    fix: "Give the new version a Service of its own, such as app.exposeAs('shop-preview', Exposure.clusterIp()).",
  };
}
