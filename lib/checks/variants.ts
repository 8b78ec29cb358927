import { type Finding } from './finding';
import { describe, sourceOf, type CheckedObject } from './manifest';
import { identitiesIn } from './object-identity';

/** So many variants of one object are judged each for itself. */
const MOST_VARIANTS = 8;

/**
 * Finds what is wrong with objects of which some have one identity: two variants are one mistake, told by the rule of duplicates, and no
 * other rule sees two of them together. Each is judged for itself.
 */
export function findInVariants(
  objects: readonly CheckedObject[],
  find: (objects: readonly CheckedObject[]) => readonly Finding[],
  findDuplicates: (objects: readonly CheckedObject[]) => readonly Finding[],
): readonly Finding[] {
  const [last = [], ...others] = variantsOf(objects);
  if (others.length === 0) return find(last);
  const identityOf = identitiesIn(objects);
  return [...findDuplicates(objects), ...distinct([last, ...others].flatMap(find), identityOf)];
}

/** Sets in which no two have one identity: with the last one of each, as kubectl leaves it, then with the ones before. */
function variantsOf(objects: readonly CheckedObject[]): CheckedObject[][] {
  const identities = objects.map(identitiesIn(objects));
  const places = new Map<string | undefined, number[]>();
  for (const [place, identity] of identities.entries()) {
    if (identity === undefined) continue;
    const same = places.get(identity);
    if (same) same.push(place);
    else places.set(identity, [place]);
  }
  const most = [...places.values()].reduce((length, same) => Math.max(length, same.length), 1);
  return Array.from({ length: Math.min(most, MOST_VARIANTS) }, (_, variant) =>
    objects.filter((_object, place) => {
      const same = places.get(identities[place]);
      return same === undefined || place === same[Math.max(0, same.length - 1 - variant)];
    }),
  );
}

/** The findings without those that say the same of two variants of the same objects. */
function distinct(findings: readonly Finding[], identityOf: (object: CheckedObject) => string | undefined): Finding[] {
  const numbers = new Map<CheckedObject | string, number>();
  const told = new Map<string, Finding>();
  for (const finding of findings) {
    let said = finding.what;
    const objects = finding.objects.map((object, i) => {
      said = said.replaceAll(describe(object), `(${i})`);
      const key = identityOf(object) ?? sourceOf(object);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
    const key = JSON.stringify([finding.rule, finding.field, said, objects]);
    if (!told.has(key)) told.set(key, finding);
  }
  return [...told.values()];
}
