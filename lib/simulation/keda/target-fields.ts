import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { triggerTargets } from './trigger-targets';

/** A field of a ScaledObject that says what its HPA holds a metric to. */
export interface TargetField {
  /** Such as `threshold of prometheus`. */
  readonly name: string;
  readonly path: readonly (string | number)[];
  /** The trigger that it stands in; undefined for the target of a formula. */
  readonly trigger?: Fields;
}

const MODIFIERS = ['spec', 'advanced', 'scalingModifiers'];

/**
 * The fields that count: a formula has one target for all that it is made of, whatever thresholds its triggers have, but for cpu and memory,
 * which the HPA measures itself. A cron trigger has none: how many pods are wanted when is a wish.
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/#scaling-modifiers
 */
export function targetFieldsOf(manifest: Fields): readonly TargetField[] {
  const hasFormula = (text(manifest, ...MODIFIERS, 'formula') ?? '') !== '';
  const ofTriggers = list(manifest, 'spec', 'triggers').flatMap((entry, index): readonly TargetField[] => {
    const trigger = fields(entry);
    const type = text(trigger, 'type') ?? '';
    const isResource = type === 'cpu' || type === 'memory';
    if (type === 'cron' || (hasFormula && !isResource)) return [];
    const metadata = Object.fromEntries(
      Object.keys(fields(trigger, 'metadata')).map((key) => [key, text(trigger, 'metadata', key)]),
    );
    const keys = isResource ? ['value'] : triggerTargets(type, metadata).keys;
    const key = keys.find((each) => metadata[each] !== undefined);
    if (key === undefined) return [];
    const name = `${key} of ${text(trigger, 'name') ?? type}`;
    return [{ name, path: ['spec', 'triggers', index, 'metadata', key], trigger }];
  });
  return hasFormula ? [{ name: 'target of the formula', path: [...MODIFIERS, 'target'] }, ...ofTriggers] : ofTriggers;
}
