import { text } from '../kubernetes/fields';
import { checkManifests } from './check-manifests';
import { type CheckOptions } from './check-options';
import { makersIn, type Elsewhere, type Maker } from './elsewhere';
import { groupOf, isBuiltIn } from './api-groups';
import { type Finding } from './finding';
import { describe, nameOf, namespaceOf, sourceOf, type CheckedObject } from './manifest';
import { type ApplyUnit } from './units/apply-unit';

/** A finding, and the units that have it. */
export interface UnitFinding {
  readonly finding: Finding;
  readonly units: readonly ApplyUnit[];
}

/**
 * Checks each unit for itself, with options of its own, knowing what the others apply. What several units say of the same object, as overlays of one base do, is one
 * finding.
 */
export function checkUnits(
  units: readonly ApplyUnit[],
  optionsOf: (unit: ApplyUnit) => CheckOptions = () => ({}),
): UnitFinding[] {
  const neighbours = new Neighbours(units);
  const told = new Map<string, { finding: Finding; units: ApplyUnit[] }>();
  const numbers = new Map<CheckedObject, number>();
  for (const unit of units) {
    for (const finding of checkManifests(unit.objects, optionsOf(unit), neighbours.of(unit))) {
      const key = sameness(finding, numbers);
      const known = told.get(key);
      if (!known) told.set(key, { finding, units: [unit] });
      else if (!known.units.includes(unit)) known.units.push(unit);
    }
  }
  return [...told.values()];
}

/** What makes two findings one: rule, field, the objects as they were read, and what is said beside their names. */
function sameness({ rule, field, what, objects }: Finding, numbers: Map<CheckedObject, number>): string {
  let said = what;
  const sources = objects.map((object, i) => {
    said = said.replaceAll(describe(object), `(${i})`);
    const source = sourceOf(object);
    const number = numbers.get(source) ?? numbers.size;
    numbers.set(source, number);
    return number;
  });
  return JSON.stringify([rule, field, said, sources]);
}

/** What makes objects, and the unit that has it. */
interface Made {
  readonly unit: ApplyUnit;
  readonly maker: Maker;
}

/** What the units of one repository know of each other. */
class Neighbours {
  private readonly owners = new Map<string, Set<ApplyUnit>>();
  private readonly groups = new Map<string, Set<ApplyUnit>>();
  private readonly makers: readonly Made[];

  constructor(units: readonly ApplyUnit[]) {
    this.makers = units.length < 2 ? [] : this.learn(units);
  }

  private learn(units: readonly ApplyUnit[]): readonly Made[] {
    for (const unit of units) {
      for (const object of unit.objects) {
        add(this.owners, `${object.manifest.kind}/${namespaceOf(object)}/${nameOf(object)}`, unit);
        const served = object.manifest.kind === 'APIService' ? text(object.manifest, 'spec', 'group') : undefined;
        for (const group of [groupOf(object), served ?? '']) {
          if (!isBuiltIn(group) || group === served) add(this.groups, group, unit);
        }
      }
    }
    return units.flatMap((unit) =>
      [...unit.makers, ...makersIn(unit.objects)]
        .filter(({ namespace }) => namespace !== undefined)
        .map((maker) => ({ unit, maker })),
    );
  }

  of(unit: ApplyUnit): Elsewhere {
    const isOther = (found: ReadonlySet<ApplyUnit> | undefined): boolean =>
      found !== undefined && (found.size > 1 || !found.has(unit));
    return {
      has: (kind, namespace, name) => isOther(this.owners.get(`${kind}/${namespace}/${name}`)),
      hasGroup: (group) => isOther(this.groups.get(group)),
      makers: [...unit.makers, ...this.makers.filter((each) => each.unit !== unit).map(({ maker }) => maker)],
    };
  }
}

function add(map: Map<string, Set<ApplyUnit>>, key: string, unit: ApplyUnit): void {
  const units = map.get(key);
  if (units) units.add(unit);
  else map.set(key, new Set([unit]));
}
