import { type Int64 } from '../../kubernetes/int64';
import { approximateFloat, milliText } from '../../kubernetes/quantity';
import { Formula, FormulaError, formulaProblem, UnsupportedFormula } from '../../kubernetes/keda/formula';
import { minorOf } from '../../kubernetes/release';
import { InputError } from '../../validation';
import { type Failure } from '../hpa/pod-requests';
import { truncatedMilli } from './metric-conversion';
import { type QueryInput } from './query-triggers';
import { type ScaledObject } from './scaled-object';
import { isResourceTrigger, type Trigger } from './trigger';

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
  scaledObject: ScaledObject,
  parts: readonly CompositePart[],
  { release, now }: Pick<QueryInput, 'release' | 'now'>,
): Int64 | Failure {
  const triggers = new Map(
    parts.map(({ trigger, value, missing }) => [
      trigger.name,
      missing ? null : approximateFloat(trigger.metricName, milliText(value)),
    ]),
  );
  const { scalingModifiers, fallback } = scaledObject;
  const formula = compiled(scaledObject, minorOf('KEDA', release.version));
  try {
    const result = formula.evaluate(triggers, now);
    if (result !== null) return truncatedMilli(result);
  } catch (error) {
    if (error instanceof FormulaError) return { error: `error trying to run custom formula: it ${error.problem}` };
    throw error instanceof UnsupportedFormula ? unsupported(scalingModifiers?.formula ?? '', error) : error;
  }
  if (!fallback) return { error: 'scalingModifiers formula evaluated to nil but no fallback is configured' };
  return truncatedMilli(fallback.replicas * Number(scalingModifiers?.target));
}

/** A ScaledObject is polled thousands of times. */
const known = new WeakMap<ScaledObject, Formula>();

function compiled(scaledObject: ScaledObject, kedaMinor: number): Formula {
  const compiledBefore = known.get(scaledObject);
  if (compiledBefore) return compiledBefore;
  const text = scaledObject.scalingModifiers?.formula ?? '';
  const named = scaledObject.triggers.filter((trigger) => !isResourceTrigger(trigger) && trigger.name !== '');
  const options = { triggers: named.map(({ name }) => name), kedaMinor };
  try {
    const formula = Formula.compile(text, options);
    known.set(scaledObject, formula);
    return formula;
  } catch (error) {
    if (error instanceof UnsupportedFormula) throw unsupported(text, error);
    const problem = formulaProblem(text, options);
    throw problem ? new InputError({ ...problem, what: `The ${problem.what}.` }) : error;
  }
}

function unsupported(formula: string, { message }: UnsupportedFormula): InputError {
  return new InputError({
    what: `The formula "${formula}" uses ${message}, which is not evaluated here.`,
    why: 'KEDA may compile it; what it results in cannot be told.',
    fix: 'Predict with a formula that does without it.',
  });
}
