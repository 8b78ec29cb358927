import { type Finding } from './finding';
import { sourceOf, type CheckedObject } from './manifest';

/** What a value is does not matter to these rules, and to no other rule where they find something. */
const STRUCTURE = ['R43', 'R60'];
/** What a schema says of a value, every rule that knows the field says better. */
const SCHEMA = 'R61';

/**
 * Findings without those that say again what another one says. Where a field has the wrong type, its value is wrong to the other rules as
 * well, and where it is misspelt, the right one is missing to them.
 */
export function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const structure = new Places(findings.filter(({ rule }) => STRUCTURE.includes(rule)));
  const told = withoutProbes(findings).filter(
    (finding) => STRUCTURE.includes(finding.rule) || !structure.have(finding),
  );
  const values = new Places(told.filter(({ rule, severity }) => rule !== SCHEMA && severity === 'error'));
  return told.filter((finding) => finding.rule !== SCHEMA || !values.have(finding));
}

/**
 * Without the CPU of pods that start (R70) where that of no pod is measured (R2), and without the requests that reach them too early (R22)
 * where R70 asks for the same probe.
 */
function withoutProbes(findings: readonly Finding[]): readonly Finding[] {
  const pairOf = ({ objects }: Finding): string => objects.map(identityOf).sort().join(' ');
  const identities = new Map<CheckedObject, number>();
  const identityOf = (object: CheckedObject): number => {
    const source = sourceOf(object);
    const known = identities.get(source) ?? identities.size;
    identities.set(source, known);
    return known;
  };
  const unmeasured = new Set(findings.filter(({ rule }) => rule === 'R2').map(pairOf));
  const kept = findings.filter((finding) => finding.rule !== 'R70' || !unmeasured.has(pairOf(finding)));
  const placeOf = ({ objects: [object], field }: Finding): string =>
    `${object ? identityOf(object) : ''} ${field ?? ''}`;
  const probed = new Set(kept.filter(({ rule }) => rule === 'R70').map(placeOf));
  return kept.filter((finding) => finding.rule !== 'R22' || !probed.has(placeOf(finding)));
}

/** Fields of objects that something was found in. */
class Places {
  private readonly fields = new Map<CheckedObject, string[]>();

  constructor(findings: readonly Finding[]) {
    for (const { objects, field, meant } of findings) {
      const [object] = objects;
      if (!object || field === undefined) continue;
      const known = this.fields.get(sourceOf(object));
      const places = meant === undefined ? [field] : [field, meant];
      if (known) known.push(...places);
      else this.fields.set(sourceOf(object), places);
    }
  }

  /** Whether a finding is in one of them, or in the field that holds it. */
  have({ objects: [object], field }: Finding): boolean {
    if (!object || field === undefined) return false;
    const places = this.fields.get(sourceOf(object)) ?? [];
    return places.some((place) => isWithin(field, place) || isWithin(place, field, 1));
  }
}

/** Whether a field is another one, or stands below it, not deeper than some levels. */
function isWithin(field: string, other: string, levels = Infinity): boolean {
  if (!field.startsWith(other)) return false;
  const rest = field.slice(other.length);
  return rest === '' || (/^[.[]/.test(rest) && rest.split(/[.[]/).length - 1 <= levels);
}
