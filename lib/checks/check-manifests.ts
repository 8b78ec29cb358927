import { text } from '../kubernetes/fields';
import { shortened } from '../validation';

import { checkContext, type CheckContext, type CheckOptions, type RuleLevel } from './check-options';
import { withoutEchoes } from './echoes';
import { makersIn, NOTHING_ELSEWHERE, type Elsewhere } from './elsewhere';
import { isConfigurationFile } from './configuration-files';
import { SEVERITIES, type Finding, type Mistake } from './finding';
import { ignoredRulesOf } from './ignored-rules';
import { asApplied } from './live-objects';
import { sourceOf, type CheckedObject, type Manifest } from './manifest';
import { ManifestIndex } from './manifest-index';
import { docsOf, findRule, RULES } from './registry';
import { type Rule } from './rule';
import { findInAllWorlds } from './unknown-worlds';
import { findInVariants } from './variants';

/** Every mistake that the rules find in objects that are applied together: the worst first, then by object and field. */
export function checkManifests(
  objects: readonly CheckedObject[],
  options: CheckOptions = {},
  elsewhere: Elsewhere = NOTHING_ELSEWHERE,
): Finding[] {
  const read = [...objectsIn(objects)];
  const context = checkContext(options, { ...elsewhere, makers: [...elsewhere.makers, ...makersIn(read)] });
  const findBy = (rules: readonly Rule[]) => (applied: readonly CheckedObject[]) =>
    findInAllWorlds(
      applied,
      (world, only) => {
        const index = new ManifestIndex(world);
        const asked = only === undefined ? rules : rules.filter(({ id }) => id === only);
        return asked.flatMap((rule) => applyRule(rule, index, context));
      },
      (id) => findRule(id)?.scope === 'object',
    );
  const duplicates = RULES.filter(({ name }) => name === 'duplicate-object');
  return inOrder(withoutEchoes(findInVariants(asApplied(read), findBy(RULES), findBy(duplicates))), read);
}

/** By severity, then by the place of the first object, its field, and the rule. */
function inOrder(findings: readonly Finding[], objects: readonly CheckedObject[]): Finding[] {
  const places = new Map(objects.map((object, place) => [sourceOf(object), place]));
  const placeOf = ({ objects: [first] }: Finding): number => (first && places.get(sourceOf(first))) ?? -1;
  return [...findings].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      placeOf(a) - placeOf(b) ||
      inAlphabet(a.field ?? '', b.field ?? '') ||
      numberOf(a.rule) - numberOf(b.rule),
  );
}

function inAlphabet(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}

/** What one rule finds, without what options and annotations silence. */
export function applyRule(rule: Rule, index: ManifestIndex, context: CheckContext): Finding[] {
  return levelOf(rule, context) === 'off' ? [] : findingsOf(rule, rule.find(index, context), context);
}

/** What a rule makes of mistakes: their severity, its page, and none of those that an annotation silences. */
export function findingsOf(rule: Rule, mistakes: Iterable<Mistake>, options: CheckOptions): Finding[] {
  const level = levelOf(rule, options);
  if (level === 'off') return [];
  const findings: Finding[] = [];
  for (const mistake of mistakes) {
    if (mistake.objects.some((object) => isIgnored(rule, object))) continue;
    const severity = level ?? mistake.severity ?? rule.severity;
    const texts = { what: shortened(mistake.what), why: shortened(mistake.why), fix: shortened(mistake.fix) };
    findings.push({ ...mistake, ...texts, rule: rule.id, name: rule.name, severity, docs: docsOf(rule) });
  }
  return findings;
}

function levelOf({ id, name }: Rule, { ignore, severities }: CheckOptions): RuleLevel | undefined {
  if (ignore?.includes(id) || ignore?.includes(name)) return 'off';
  return severities?.[id] ?? severities?.[name];
}

function isIgnored(rule: Rule, object: CheckedObject): boolean {
  return ignoredRulesOf(object).some(({ rule: ignored, reason }) => reason !== '' && findRule(ignored) === rule);
}

/** The Kubernetes objects among them: the items of a List, and nothing that has no kind, such as an empty document. */
function* objectsIn(objects: Iterable<CheckedObject>): Iterable<CheckedObject> {
  for (const object of objects) {
    const { manifest } = object;
    const kind = text(manifest, 'kind');
    const apiVersion = text(manifest, 'apiVersion');
    if (kind === undefined || apiVersion === undefined) continue;
    const { items } = manifest;
    if (kind.endsWith('List') && Array.isArray(items)) {
      yield* objectsIn(items.map((item) => ({ ...object, manifest: item as Manifest })));
    } else if (!isConfigurationFile(manifest)) {
      yield object;
    }
  }
}
