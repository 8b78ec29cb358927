import { type Fields, type Prediction } from '../../../simulation';
import { type Hint } from '../forecast';
import { effectOf } from './effect';
import { tunableFields, valueAt, withValue, type Path, type TunableField } from './fields';

/** Predicts with another manifest of the autoscaler; undefined where such a manifest is refused. */
export type TryOut = (manifest: Fields) => Prediction | undefined;

/** How much fewer requests are lost, at least, for a change to count as an improvement. */
const IMPROVEMENT = 0.01;
/** Beyond this, replicas are a mistake rather than a wish. */
const MOST_REPLICAS = 1000;

/** What a person would change of an autoscaler, and what each change would give: fewest replicas, most replicas, targets, behaviour. */
export function hintsOf(manifest: Fields, now: Prediction, tryOut: TryOut): Hint[] {
  return new Hints(manifest, now, tryOut).all();
}

class Hints {
  readonly #fields;

  constructor(
    private readonly manifest: Fields,
    private readonly now: Prediction,
    private readonly tryOut: TryOut,
  ) {
    this.#fields = tunableFields(manifest);
  }

  all(): Hint[] {
    return [this.#min(), this.#max(), ...this.#targets(), this.#scaleUp(), this.#scaleDown()].filter(
      (hint) => hint !== undefined,
    );
  }

  /** The fewest that lose no more than the most would; or, where nothing is lost, the fewest that still lose nothing. */
  #min(): Hint | undefined {
    const { min } = this.#fields;
    const { minReplicas, maxReplicas } = this.now;
    const predicted = this.#byReplicas(min);
    if (this.#lost(this.now) < 1) {
      const least = lowest(Math.min(1, minReplicas), minReplicas, (replicas) => this.#lost(predicted(replicas)) < 1);
      return least < minReplicas ? this.#told(min, minReplicas, least, predicted(least)) : undefined;
    }
    if (minReplicas >= maxReplicas) return undefined;
    const atMost = predicted(maxReplicas);
    if (!this.#isBetter(atMost)) return this.#told(min, minReplicas, maxReplicas, atMost);
    const enough = this.#lost(atMost) + 1;
    const least = lowest(minReplicas, maxReplicas, (replicas) => this.#lost(predicted(replicas)) <= enough);
    return this.#told(min, minReplicas, least, predicted(least));
  }

  /** As many as are enough; or, where more would not help, the fewest that lose no more. */
  #max(): Hint | undefined {
    const { max } = this.#fields;
    const { maxReplicas, minReplicas, summary } = this.now;
    const predicted = this.#byReplicas(max);
    if (summary.peakDesired < maxReplicas) {
      const wanted = Math.max(minReplicas, summary.peakDesired, 1);
      return this.#told(max, maxReplicas, wanted, predicted(wanted));
    }
    const most = Math.min(MOST_REPLICAS, maxReplicas * 4);
    const atMost = predicted(most);
    const [least, greatest, enough] = this.#isBetter(atMost)
      ? [maxReplicas, most, this.#lost(atMost) + 1]
      : [Math.max(minReplicas, 1), maxReplicas, this.#lost(this.now) + 1];
    const fewest = lowest(least, greatest, (replicas) => this.#lost(predicted(replicas)) <= enough);
    return fewest === maxReplicas
      ? this.#told(max, maxReplicas, maxReplicas * 2, predicted(maxReplicas * 2))
      : this.#told(max, maxReplicas, fewest, predicted(fewest));
  }

  /** Where requests are lost the first lower target that loses least; else a higher one, which saves pods. */
  #targets(): Hint[] {
    const factors = this.#lost(this.now) < 1 ? [1.25] : [0.8, 0.6, 0.4];
    return this.#fields.targets.flatMap(({ name, path, value, scaled }) => {
      const tried = factors.flatMap((factor): Hint[] => {
        const target = scaled(factor);
        const after = target && this.tryOut(withValue(this.manifest, path, target.value));
        return after ? [this.#hint(name, `${name} ${value} -> ${target.text}`, after)] : [];
      });
      const best = tried.reduce<Hint | undefined>((chosen, hint) => {
        const gain = (chosen?.summary.lostRequests ?? Infinity) - hint.summary.lostRequests;
        return gain >= 1 ? hint : chosen;
      }, undefined);
      return best ? [best] : [];
    });
  }

  /** Upward as fast as the controller can. */
  #scaleUp(): Hint | undefined {
    const rules = {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 900, periodSeconds: 15 }],
    };
    return this.#behavior(['scaleUp'], rules, 'scaleUp of 900 % every 15 s');
  }

  /** Downward sooner; or, where it goes up and down, later. */
  #scaleDown(): Hint | undefined {
    const path: Path = ['scaleDown', 'stabilizationWindowSeconds'];
    const now = Number(valueAt(this.manifest, [...this.#fields.behavior, ...path]) ?? 300);
    const then = this.now.summary.flaps > 1 ? Math.max(60, now * 2) : Math.round(now / 5);
    if (then === now || then > 3600) return undefined;
    return this.#behavior(path, then, `scaleDown.stabilizationWindowSeconds ${now} -> ${then}`);
  }

  #behavior(path: Path, value: unknown, change: string): Hint | undefined {
    const after = this.tryOut(withValue(this.manifest, [...this.#fields.behavior, ...path], value));
    return after && this.#hint('behavior', `behavior: ${change}`, after);
  }

  /** Predictions by a number of replicas, each made once. */
  #byReplicas({ path }: TunableField): (replicas: number) => Prediction | undefined {
    const known = new Map<number, Prediction | undefined>();
    return (replicas) => {
      if (!known.has(replicas)) known.set(replicas, this.tryOut(withValue(this.manifest, path, replicas)));
      return known.get(replicas);
    };
  }

  #lost(prediction: Prediction | undefined): number {
    return prediction?.summary.lostRequests ?? Infinity;
  }

  #isBetter(after: Prediction | undefined): boolean {
    const before = this.#lost(this.now);
    return before - this.#lost(after) >= Math.max(1, before * IMPROVEMENT);
  }

  #told({ name }: TunableField, from: number, to: number, after: Prediction | undefined): Hint | undefined {
    return after && this.#hint(name, `${name} ${from} -> ${to}`, after);
  }

  #hint(field: string, change: string, after: Prediction): Hint {
    return { field, change, effect: effectOf(this.now, after), summary: after.summary };
  }
}

/** The lowest whole number for which something holds that holds from there up; `high` if it holds nowhere below. */
function lowest(low: number, high: number, holds: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return to;
}
