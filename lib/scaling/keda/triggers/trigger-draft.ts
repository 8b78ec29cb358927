import { type Duration } from 'cdk8s';
import { type Problem } from '../../../validation';
import { type KedaAuthentication } from '../authentication/keda-authentication';
import { type KedaMetricType } from './metric-type';

/** Options that every trigger has. */
export interface KedaTriggerOptions {
  /**
   * Where the parameters that are secrets come from, and as whom KEDA asks.
   * @default none
   */
  readonly authentication?: KedaAuthentication;
  /**
   * What the target is compared with.
   * @default KedaMetricType.AVERAGE_VALUE
   */
  readonly metricType?: KedaMetricType;
  /**
   * Whether the autoscaler gets the value of the last poll, instead of asking every 15 s.
   * @default false
   */
  readonly cached?: boolean;
  /**
   * Name of the trigger, for a formula.
   * @default none
   */
  readonly triggerName?: string;
}

/** A trigger before it is judged. */
export interface TriggerDraft {
  readonly type: string;
  readonly metadata: { readonly [key: string]: string | number | boolean | undefined };
  /** What is wrong with it by itself. */
  readonly problems?: readonly (Problem | undefined)[];
  /** Addresses that KEDA connects to, as URLs. */
  readonly addresses?: readonly string[];
}

/** A length of time as Go writes it, whole milliseconds. */
export function goDuration(time: Duration | undefined): string | undefined {
  return time && `${time.toMilliseconds()}ms`;
}

/** Why a target cannot be steered to. */
export function targetProblem(type: string, prop: string, value: number | undefined): Problem | undefined {
  if (value === undefined || (value > 0 && Number.isFinite(value))) return undefined;
  return {
    what: `The ${prop} of ${named(type)} is ${value}.`,
    why: 'The number of replicas is what is measured divided by it: there is none for 0, and none that makes sense below.',
    fix: 'Set what one replica can bear: a number above 0.',
  };
}

/** Why a target cannot be written where KEDA reads whole numbers. */
export function wholeTargetProblem(type: string, prop: string, value: number | undefined): Problem | undefined {
  if (value === undefined || Number.isSafeInteger(value)) return targetProblem(type, prop, value);
  return {
    what: `The ${prop} of ${named(type)} is ${value}.`,
    why: 'KEDA reads a whole number there, and does not build the scaler.',
    fix: 'Use a whole number above 0.',
  };
}

/** Why a value cannot be what wakes the target from 0 replicas. */
export function activationProblem(type: string, prop: string, value: number | undefined): Problem | undefined {
  if (value === undefined || (value >= 0 && Number.isFinite(value))) return undefined;
  return {
    what: `The ${prop} of ${named(type)} is ${value}.`,
    why: 'Nothing that is counted is below 0: the trigger would always be active.',
    fix: 'Use 0 or more.',
  };
}

/** The same where KEDA reads whole numbers; also for other numbers from 0 up. */
export function wholeActivationProblem(type: string, prop: string, value: number | undefined): Problem | undefined {
  if (value === undefined || Number.isSafeInteger(value)) return activationProblem(type, prop, value);
  return {
    what: `The ${prop} of ${named(type)} is ${value}.`,
    why: 'KEDA reads a whole number there, and does not build the scaler.',
    fix: 'Use a whole number, 0 or more.',
  };
}

/** Why a length of time cannot be a timeout. */
export function timeoutProblem(type: string, time: Duration | undefined): Problem | undefined {
  if (time === undefined || time.toMilliseconds() > 0) return undefined;
  return {
    what: `The timeout of ${named(type)} is 0.`,
    why: 'KEDA would use its own instead.',
    fix: 'Leave it out, or give the answer some time.',
  };
}

/** Why of several ways to say one thing none or more than one is used. */
export function oneOfProblem(
  type: string,
  ways: { readonly [prop: string]: unknown },
  why: string,
): Problem | undefined {
  const given = Object.entries(ways).flatMap(([prop, value]) => (value === undefined ? [] : [prop]));
  if (given.length === 1) return undefined;
  const all = Object.keys(ways).join(' or ');
  return {
    what:
      given.length === 0
        ? `${capital(named(type))} has no ${all}.`
        : `${capital(named(type))} has both ${given.join(' and ')}.`,
    why,
    fix: `Give one of them: ${all}.`,
  };
}

/** Whether an authentication may have one of some parameters: it has, or only the cluster knows. */
export function mayHave(authentication: KedaAuthentication | undefined, ...parameters: readonly string[]): boolean {
  if (!authentication) return false;
  return authentication.parameters?.some((each) => parameters.includes(each)) ?? true;
}

/** Whether an authentication may have a pod identity: it has, or only the cluster knows. */
export function mayHavePodIdentity(authentication: KedaAuthentication | undefined): boolean {
  if (!authentication) return false;
  return authentication.podIdentityProvider !== undefined || authentication.isUnknown;
}

/** A formula names triggers, and reads a name with a dash as a subtraction. */
export function triggerNameProblem(name: string | undefined): Problem | undefined {
  if (name === undefined || /^[A-Za-z_]\w*$/.test(name)) return undefined;
  return {
    what: `A trigger has the name "${name}".`,
    why: 'No formula could name it.',
    fix: 'Begin it with a letter, and go on with letters, digits and "_".',
  };
}

/** What a sentence calls a trigger, such as `an aws-sqs-queue trigger`. */
export function named(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type} trigger`;
}

/** The same at the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
