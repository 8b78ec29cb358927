import { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { type IRouter } from '../platform';
import { ConstructError, wholeSecondsProblem, type Problem } from '../validation';
import { makeDeployment } from './app-deployment';
import { type AppRouteOptions } from './app-route-options';
import { Rollout } from './rollout';
import { ScalableApp } from './scalable-app';
import { type ScalableWorkerProps } from './scalable-worker-props';
import { type Stopping } from './stopping';

/** How long a pod has for what is left to do once the last task has ended. */
const FAREWELL_SECONDS = 5;
const LONGEST_TASK = Duration.seconds(55);

/**
 * An app that asks for its work itself, such as the messages of a queue: all that a `ScalableWebApp` has but a port and a Service, and
 * time to end the message in hand.
 */
export class ScalableWorker extends ScalableApp {
  /** @throws on an image without a tag, a check at a port that the image does not have, a grace period that is too short for a task. */
  constructor(scope: Construct, id: string, props: ScalableWorkerProps) {
    const rollout = () => props.rollout ?? Rollout.rolling();
    super(scope, id, props, {
      construct: 'ScalableWorker',
      kind: 'Deployment',
      component: 'worker',
      stopping: () => stoppingOf(rollout(), props.longestTask),
      problems: (name) => [
        rollout().problem(),
        wholeSecondsProblem('The longest task', props.longestTask) ?? tooShort(name, rollout(), props.longestTask),
      ],
      makeWorkload: (app, workload) => makeDeployment(app, workload, props.replicas, rollout()),
    });
    this.addDisruptionBudget(props.disruptionBudget);
  }

  /** The Deployment. */
  public get deployment(): kplus.Deployment {
    return this.workload as kplus.Deployment;
  }

  /**
   * Nobody can: a worker has no Service that a route could lead to.
   *
   * @throws always, with the way out.
   */
  public routeThrough(_router: IRouter, options: AppRouteOptions = {}): never {
    throw new ConstructError(this, {
      what: `The worker "${this.name}" is routed to${options.host === undefined ? '' : ` from "${options.host}"`}, and has no Service.`,
      why: 'A worker asks for its work itself: there is no port that a request could be sent to.',
      fix: 'Make it a ScalableWebApp with the port of its image. Ports beside the work, such as metrics, are exposed with exposeAs.',
    });
  }
}

function stoppingOf(rollout: Rollout, longestTask: Duration = LONGEST_TASK): Stopping {
  return rollout.stopping({
    preStopPause: Duration.seconds(0),
    gracePeriod: Duration.seconds(longestTask.toSeconds() + FAREWELL_SECONDS),
  });
}

function tooShort(name: string, rollout: Rollout, longestTask: Duration | undefined): Problem | undefined {
  if (!longestTask) return undefined;
  const { preStopPause, gracePeriod } = stoppingOf(rollout, longestTask);
  const left = gracePeriod.toSeconds() - preStopPause.toSeconds();
  if (left >= longestTask.toSeconds()) return undefined;
  return {
    what: `The worker "${name}" may need ${longestTask.toSeconds()} s for a task, and its rollout gives a pod ${left} s to stop.`,
    why: 'The pod is killed in the middle of the task: it is lost, or done twice.',
    fix: `Leave gracePeriod out of the rollout: it is then ${longestTask.toSeconds() + FAREWELL_SECONDS} s.`,
  };
}
