import { InputError } from '../../validation';
import { type ScaledObject } from './scaled-object';

const PREFIX = 'autoscaling.keda.sh';

/**
 * What the annotations of a ScaledObject ask for.
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling
 */
export interface Pause {
  /** Whether nothing scales and there is no HPA. */
  readonly paused: boolean;
  /** The replicas to go to first. */
  readonly pausedReplicas?: number;
  /** Whether nothing goes down. */
  readonly scaleIn: boolean;
  /** Whether nothing goes up. */
  readonly scaleOut: boolean;
  /** Whether triggers count as active, whatever they say. */
  readonly forceActivation: boolean;
}

/**
 * The annotations that pause or force a ScaledObject. A number of paused replicas wins over `paused: "false"`.
 *
 * @throws InputError if the number of paused replicas is none.
 */
export function readPause({ annotations }: ScaledObject): Pause {
  const replicas = annotations[`${PREFIX}/paused-replicas`];
  if (replicas !== undefined && !/^[+-]?\d+$/.test(replicas)) {
    throw new InputError({
      what: `The annotation ${PREFIX}/paused-replicas is "${replicas}".`,
      why: 'KEDA cannot read it and stops reconciling the ScaledObject.',
      fix: 'Write a whole number in quotes, such as "0".',
    });
  }
  const isTrue = (name: string): boolean => booleanOf(annotations[`${PREFIX}/${name}`]);
  return {
    paused: replicas !== undefined || isTrue('paused'),
    ...(replicas !== undefined && { pausedReplicas: Number(replicas) }),
    scaleIn: isTrue('paused-scale-in'),
    scaleOut: isTrue('paused-scale-out'),
    forceActivation: isTrue('force-activation'),
  };
}

/** A boolean as Go reads it; whatever is none counts as true. */
function booleanOf(value: string | undefined): boolean {
  return value !== undefined && !['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value);
}
