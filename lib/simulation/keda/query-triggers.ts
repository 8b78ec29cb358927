import { type Int64 } from '../../kubernetes/int64';
import { isFailure, type Failure } from '../hpa/pod-requests';
import { compositeValue, type CompositePart } from './composite';
import { withFallback, type FailureCounts } from './fallback';
import { type ScaledObject } from './scaled-object';
import { type KedaRelease } from './settings';
import { type ObservedRead } from './state';
import { isResourceTrigger, type Trigger } from './trigger';
import { scalerResult, type ScalerResult, type TriggerReading } from './trigger-reading';

/** What triggers are asked for, and what their answers are judged by. */
export interface QueryInput {
  readonly scaledObject: ScaledObject;
  /** What each trigger's source answers, by the triggers of the ScaledObject. */
  readonly readings: readonly (TriggerReading | undefined)[];
  readonly currentReplicas: number;
  readonly readyReplicas: number;
  readonly failures: FailureCounts;
  /** What to use instead of a query, by the name of the metric. */
  readonly cached: Readonly<Record<string, ScalerResult | Failure>>;
  /** Reads of the HPA that are taken instead, the fallback included, by the name of the metric. @default none */
  readonly observed?: Readonly<Record<string, ObservedRead>>;
  /** Whether an error of a trigger makes KEDA forget what is cached. @default false */
  readonly forgetsCached?: boolean;
  /** Whether failures count and fall back. */
  readonly fallsBack: boolean;
  readonly release: KedaRelease;
  /** KEDA's clock, in milliseconds since 1970: formulas may ask for it. */
  readonly now: number;
}

/** An asked trigger. */
export interface Answer {
  readonly trigger: Trigger;
  readonly result: ScalerResult | Failure;
  readonly fallbackActive: boolean;
  /** Whether the trigger is nil in the formula. */
  readonly missing: boolean;
}

/** All asked triggers. */
export interface Answers {
  readonly answers: readonly Answer[];
  readonly failures: FailureCounts;
  readonly failed: boolean;
  readonly fallbackActive: boolean;
}

/** Asks some triggers, the ones of cpu and memory excepted. */
export function queryTriggers(triggers: readonly Trigger[], input: QueryInput): Answers {
  let { failures, cached } = input;
  const answers = triggers
    .filter((trigger) => !isResourceTrigger(trigger))
    .map((trigger): Answer => {
      const observed = input.observed?.[trigger.metricName];
      if (observed) return { trigger, ...observed, missing: false };
      const live = (): ScalerResult | Failure => scalerResult(trigger, input.readings[trigger.index], input.release);
      const result = cached[trigger.metricName] ?? live();
      if (!input.fallsBack) return { trigger, result, fallbackActive: false, missing: false };
      const outcome = withFallback(trigger, result, { ...input, failures });
      failures = outcome.failures;
      if (input.forgetsCached && isFailure(outcome.result)) cached = {};
      const { active: fallbackActive, missing = false } = outcome;
      return { trigger, result: outcome.result, fallbackActive, missing };
    });
  return {
    answers,
    failures,
    failed: answers.some(({ result }) => isFailure(result)),
    fallbackActive: answers.some(({ fallbackActive }) => fallbackActive),
  };
}

/** The composite metric of all asked triggers; the first fallback replaces the formula. */
export function compositeOf(
  { scaledObject, release, now }: Pick<QueryInput, 'scaledObject' | 'release' | 'now'>,
  { answers, fallbackActive }: Answers,
): Int64 | Failure {
  if (fallbackActive) {
    for (const { fallbackActive: served, result } of answers) if (served && !isFailure(result)) return result.value;
  }
  const parts: CompositePart[] = [];
  for (const { trigger, result, missing } of answers) {
    if (!isFailure(result)) parts.push({ trigger, value: result.value, missing });
  }
  return compositeValue(scaledObject, parts, { release, now });
}
