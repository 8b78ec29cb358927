import { type Condition } from './conditions';

const UPSCALE_FORBIDDEN_SECONDS = 180;
const DOWNSCALE_FORBIDDEN_SECONDS = 300;

/** What the windows of Kubernetes 1.11 and older do to a decision. */
export interface Forbidden {
  readonly forbids: boolean;
  /** Reason and message of the condition AbleToScale. */
  readonly condition?: Pick<Condition, 'reason' | 'message'>;
}

/**
 * Up to Kubernetes 1.11: after any scale, none upward for 3 minutes and none downward for 5.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.12.md
 */
export function forbiddenBy(lastScaleTime: number | undefined, from: number, to: number, now: number): Forbidden {
  if (lastScaleTime === undefined) return { forbids: false };
  const age = (now - lastScaleTime) / 1000;
  const upward = age <= UPSCALE_FORBIDDEN_SECONDS;
  const downward = age <= DOWNSCALE_FORBIDDEN_SECONDS;
  if (!downward) return { forbids: false };
  return {
    forbids: to > from ? upward : to < from,
    condition: upward
      ? {
          reason: 'BackoffBoth',
          message: 'the time since the previous scale is still within both the downscale and upscale forbidden windows',
        }
      : {
          reason: 'BackoffDownscale',
          message: 'the time since the previous scale is still within the downscale forbidden window',
        },
  };
}
