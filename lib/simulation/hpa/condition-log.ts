import { setCondition, type Condition } from './conditions';

/** The conditions of an HPA while a reconcile sets them; what it was given stays as it is. */
export class ConditionLog {
  #conditions: readonly Condition[];

  constructor(
    conditions: readonly Condition[],
    private readonly now: number,
  ) {
    this.#conditions = conditions;
  }

  get all(): readonly Condition[] {
    return this.#conditions;
  }

  set(type: string, status: 'True' | 'False', { reason, message }: Pick<Condition, 'reason' | 'message'>): void {
    this.#conditions = setCondition(this.#conditions, { type, status, reason, message }, this.now);
  }

  remove(type: string): void {
    this.#conditions = this.#conditions.filter((condition) => condition.type !== type);
  }
}
