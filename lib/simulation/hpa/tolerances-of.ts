import { type HpaSpec } from './hpa-spec';
import { type ControllerSettings } from './settings';
import { type Tolerances } from './tolerance';

/** The tolerances of an HPA: those of its behaviour where the release has them, else the flag. */
export function tolerancesOf({ behavior }: HpaSpec, { tolerance, release }: ControllerSettings): Tolerances {
  const own = release.configurableTolerance ? behavior : undefined;
  return {
    up: own?.scaleUp.tolerance ?? tolerance,
    down: own?.scaleDown.tolerance ?? tolerance,
    inclusive: release.inclusiveTolerance,
  };
}
