import { type Int64 } from '../../kubernetes/int64';
import { approximateFloat, milliText } from '../../kubernetes/quantity';
import { type Failure } from '../hpa/pod-requests';
import { evaluateFormula, FormulaFailure, parseFormula, type Triggers } from './formula';
import { truncatedMilli } from './metric-conversion';
import { type ScaledObject } from './scaled-object';
import { type Trigger } from './trigger';

/** What a trigger gives to the formula: thousandths, or nothing while its fallback is left to `??`. */
export interface CompositePart {
  readonly trigger: Trigger;
  readonly value: Int64;
  readonly missing: boolean;
}

/**
 * The thousandths of the composite metric: the formula over all named triggers, cut off.
 *
 * @throws InputError if the formula is wrong or not supported.
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/#scaling-modifiers
 */
export function compositeValue(
  { scalingModifiers, fallback }: ScaledObject,
  parts: readonly CompositePart[],
): Int64 | Failure {
  const triggers: Triggers = new Map(
    parts.map(({ trigger, value, missing }) => [
      trigger.name,
      missing ? null : approximateFloat(trigger.metricName, milliText(value)),
    ]),
  );
  const expression = parseFormula(scalingModifiers?.formula ?? '');
  try {
    const result = evaluateFormula(expression, triggers);
    if (result !== null) return truncatedMilli(result);
  } catch (error) {
    if (error instanceof FormulaFailure) return { error: `error trying to run custom formula: ${error.message}` };
    throw error;
  }
  if (!fallback) return { error: 'scalingModifiers formula evaluated to nil but no fallback is configured' };
  return truncatedMilli(fallback.replicas * Number(scalingModifiers?.target));
}
