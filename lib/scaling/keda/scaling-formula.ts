import { type Problem } from '../../validation';
import { type KedaMetricType } from './triggers/metric-type';

/** Options of a formula. */
export interface ScalingFormulaOptions {
  /** What to steer the result to: for one replica, or for all with KedaMetricType.VALUE. Above 0. */
  readonly target: number;
  /**
   * The result above which the target is woken from 0 replicas.
   * @default 0
   */
  readonly activationTarget?: number;
  /**
   * What the target is compared with.
   * @default KedaMetricType.AVERAGE_VALUE
   */
  readonly metricType?: KedaMetricType;
}

/** KEDA keeps three decimals. */
const LEAST_TARGET = 0.001;

/**
 * One number made of several triggers, which are named in it, such as `max([requests, connections])`.
 *
 * @see https://keda.sh/docs/2.20/reference/scaledobject-spec/#scalingmodifiers
 */
export class ScalingFormula {
  /**
   * A formula in KEDA's expression language: arithmetic, comparisons, `? :`, `??`, `count`, `sum`, `mean`, `min`, `max`.
   *
   * What is wrong with it is an error of the scaler that takes it: a target below 0.001, a name that no trigger has, a formula that KEDA does not compile.
   */
  public static of(formula: string, options: ScalingFormulaOptions): ScalingFormula {
    return new ScalingFormula(formula, options);
  }

  private constructor(
    private readonly formula: string,
    private readonly options: ScalingFormulaOptions,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { target, activationTarget = 0 } = this.options;
    if (this.formula.trim() === '' || !(target >= LEAST_TARGET) || !Number.isFinite(target)) {
      return {
        what: `The formula "${this.formula}" has the target ${target}.`,
        why: 'KEDA refuses an empty formula, and a target that is not above 0, of which it keeps three decimals.',
        fix: 'Write both, such as ScalingFormula.of("requests + connections", { target: 100 }).',
      };
    }
    if (!(activationTarget >= 0) || !Number.isFinite(activationTarget)) {
      return {
        what: `The formula "${this.formula}" has the activation target ${activationTarget}.`,
        why: 'KEDA compares its result with it, and reads a number of 0 or more.',
        fix: 'Use 0 or more.',
      };
    }
    return undefined;
  }

  /** @internal */
  public toSpec(): object {
    const { target, activationTarget, metricType } = this.options;
    return {
      formula: this.formula,
      target: String(target),
      activationTarget: activationTarget === undefined ? undefined : String(activationTarget),
      metricType,
    };
  }
}
