import { type Finding } from './finding';
import { describe, type CheckedObject } from './manifest';
import { mapTexts, plainScalar, someText, type TextPlace } from './map-texts';
import { isUnknown, isWhollyUnknown, mayBecome, withDefaults, withoutUnknown } from './unknown-value';

/** Finds what is wrong with objects; with `rule`, what that one finds. */
export type FindIn = (objects: readonly CheckedObject[], rule?: string) => readonly Finding[];

/** What a text with unknown parts is in a world. */
type World = (text: string, place: TextPlace) => unknown;

/** Objects as they are in a world, and findings in it by what they say of the objects as they are written. */
interface ObjectsInWorld {
  readonly objects: readonly CheckedObject[];
  readonly originals: ReadonlyMap<CheckedObject, CheckedObject>;
}

const MOST_WORDS = 6;
const MOST_TRIES = 300;
const ONE_WORD = 'xu0ux';
/** What stands for something unknown, in a world or as it is written. */
const STAND_IN = /xu\d+ux/g;

/**
 * Finds what is wrong whatever the unknown values turn out to be: a finding stands if it stands in each of several worlds, in which they are
 * words, numbers, one and the same, nothing, or what the finding speaks of. So no rule needs to know that a value is unknown.
 *
 * @param isOfOneObject whether a rule looks at one object only: what is unknown in others does not matter to it
 */
export function findInAllWorlds(
  objects: readonly CheckedObject[],
  find: FindIn,
  isOfOneObject: (rule: string) => boolean = () => false,
): readonly Finding[] {
  const open = new Set(objects.filter((object) => someText(object, isUnknown)));
  if (open.size === 0) return find(objects);
  const written = inWorld(objects, open, (text) => text);
  let findings = find(written.objects);
  for (const world of worlds()) findings = thoseIn(inWorld(objects, open, world), findings, written, find);
  const words = new Words(objects, open, find);
  return findings
    .map((finding) => asWritten(finding, written))
    .filter((finding) => {
      const isKnown = isOfOneObject(finding.rule) && !finding.objects.some((object) => open.has(object));
      return isKnown || !words.mend(finding);
    });
}

function worlds(): World[] {
  const words = new Map<string, string>();
  const word = (text: string): string => {
    const numbered = words.get(text) ?? `xu${words.size + 1}ux`;
    words.set(text, numbered);
    return withoutUnknown(text, numbered);
  };
  const isText = (place: TextPlace): boolean => place === 'name' || place === 'namespace';
  return [
    word,
    (text) => withoutUnknown(text, ONE_WORD),
    (text, place) => (isText(place) ? word(text) : isWhollyUnknown(text) ? 1 : withoutUnknown(text, '1')),
    (text, place) => (place === 'secret' ? withoutUnknown(text, '') : word(text)),
  ];
}

/** The findings that a world has, too. */
function thoseIn(
  world: ObjectsInWorld,
  findings: readonly Finding[],
  written: ObjectsInWorld,
  find: FindIn,
): readonly Finding[] {
  const rules = new Set(findings.map(({ rule }) => rule));
  const found = new Set<string>();
  for (const rule of rules) for (const finding of find(world.objects, rule)) found.add(sentence(finding, world));
  return findings.filter((finding) => found.has(sentence(finding, written)));
}

/** What a finding says, with the objects and the unknown values by what they are, not by their names in one world. */
function sentence({ rule, field, what, objects }: Finding, world: ObjectsInWorld): string {
  let said = what;
  for (const [i, object] of objects.entries()) said = said.replaceAll(describe(object), `(${i})`);
  said = withoutUnknown(said, ONE_WORD).replaceAll(STAND_IN, ONE_WORD);
  return JSON.stringify([rule, field, said, objects.map((object) => describe(original(object, world)))]);
}

/** @param open the objects that hold something unknown */
function inWorld(objects: readonly CheckedObject[], open: ReadonlySet<CheckedObject>, world: World): ObjectsInWorld {
  const originals = new Map<CheckedObject, CheckedObject>();
  const mapped = objects.map((object) => {
    if (!open.has(object)) return object;
    const changed = mapTexts(object, (text, place) => {
      if (!isUnknown(text)) return text;
      const known = withDefaults(text);
      if (isUnknown(known)) return world(known, place);
      return isWhollyUnknown(text) ? plainScalar(known) : known;
    });
    originals.set(changed, object);
    return changed;
  });
  return { objects: mapped, originals };
}

/** A finding about the objects as they are written; what would mend it holds words that stand for what nobody knows. */
function asWritten({ edits, ...finding }: Finding, world: ObjectsInWorld): Finding {
  const objects = finding.objects.map((object) => original(object, world));
  const isKnown = JSON.stringify(edits ?? []).search(STAND_IN) < 0;
  return { ...finding, objects, ...(edits && isKnown && { edits }) };
}

function original(object: CheckedObject, { originals }: ObjectsInWorld): CheckedObject {
  return originals.get(object) ?? object;
}

/** Worlds in which the unknown values are what a finding speaks of: a Service of this name, a port of this number. */
class Words {
  private readonly known = new Set<string>();
  private readonly tried = new Map<string, ReadonlySet<string>>();
  private readonly hasUnknownNamespace: boolean;

  constructor(
    private readonly objects: readonly CheckedObject[],
    private readonly open: ReadonlySet<CheckedObject>,
    private readonly find: FindIn,
  ) {
    for (const object of objects) {
      mapTexts(object, (text) => {
        if (text.length < 64) this.known.add(text);
        return text;
      });
    }
    this.hasUnknownNamespace = objects.some((object) =>
      someText(object, (text, place) => place === 'namespace' && isUnknown(text)),
    );
  }

  /** Whether there is a word that makes the finding go away. */
  mend(finding: Finding): boolean {
    const spoken = new Set(finding.what.match(/[\w.-]*\w/g) ?? []);
    const words = [...spoken].filter((word) => this.known.has(word) || /^\d+$/.test(word)).slice(0, MOST_WORDS);
    const namespaces = this.hasUnknownNamespace ? words : [''];
    return words.some((word) => namespaces.some((namespace) => !this.holds(finding, word, namespace)));
  }

  private holds(finding: Finding, word: string, namespace: string): boolean {
    const key = `${finding.rule} ${word} ${namespace}`;
    let places = this.tried.get(key);
    if (!places) {
      if (this.tried.size >= MOST_TRIES) return true;
      const world = inWorld(this.objects, this.open, (text, place) => {
        const becomes = place === 'namespace' && namespace !== '' ? namespace : word;
        if (place === 'value' && /^\d+$/.test(word) && isWhollyUnknown(text)) return Number(word);
        return mayBecome(text, becomes) ? becomes : withoutUnknown(text, becomes);
      });
      const found = this.find(world.objects, finding.rule);
      places = new Set(found.map((each) => placeOf(each, (object) => original(object, world))));
      this.tried.set(key, places);
    }
    return places.has(placeOf(finding, (object) => object));
  }
}

function placeOf({ field, objects }: Finding, originalOf: (object: CheckedObject) => CheckedObject): string {
  return JSON.stringify([field, objects.map((object) => describe(originalOf(object)))]);
}
