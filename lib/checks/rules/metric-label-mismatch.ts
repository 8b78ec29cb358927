import { fields, text, type Fields } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { isAppLabel, isSourceLabel, meetsMatcher, metricLabelOf } from '../measured-labels';
import { podLabelsOf } from '../pod-template';
import { prometheusTriggers } from '../prometheus-trigger';
import { selectorsIn, type LabelMatcher } from '../../promql';
import { similarName } from '../similar-names';
import { type Rule } from '../rule';

/** Where a value of a label was found after all. */
interface Carrier {
  readonly object: CheckedObject;
  readonly key: string;
  readonly value: string;
}

/**
 * A query that asks for a label that no pod here has, while one has it under another name or spelling. Only labels that Prometheus
 * copies from pods are looked at, and only where something similar is among the objects.
 */
export const metricLabelMismatch: Rule = {
  id: 'R10',
  name: 'metric-label-mismatch',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A query asks for a label that no pod has.',
  source: 'https://github.com/kedacore/keda/issues/3907',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  let carriers: Carriers | undefined;
  for (const { object, trigger, query } of prometheusTriggers(index)) {
    const target = index.targetOf(object);
    if (!target) continue;
    carriers ??= new Carriers(index);
    const told = new Set<string>();
    for (const { matchers } of selectorsIn(query)) {
      for (const matcher of matchers) {
        const shown = `${matcher.label}${matcher.operator}"${matcher.value}"`;
        const meant = told.has(shown) ? undefined : carriers.meantBy(matcher, target);
        if (!meant) continue;
        told.add(shown);
        yield {
          objects: [object, meant.object],
          field: `${trigger.path}.metadata.query`,
          what: `${describe(object)} asks for ${shown}, which no pod here has; ${describe(meant.object)} has ${meant.key}="${meant.value}".`,
          why: text(trigger.metadata, 'ignoreNullValues') === 'false' ? ERROR : ZERO,
          fix: `Ask for ${metricLabelOf(meant.key)}="${meant.value}", as Prometheus names it.`,
        };
      }
    }
  }
}

const ERROR = 'The query matches nothing: KEDA reports an error for each poll, and nothing ever scales.';
const ZERO = 'The query matches nothing, and KEDA takes an empty answer for 0: the target stays at its minimum.';

/** What pods and Services carry. */
class Carriers {
  private readonly byValue = new Map<string, Carrier>();
  private readonly met = new Set<string>();
  private readonly labels = new Set<string>();
  private readonly podNames: readonly Carrier[];

  constructor(index: ManifestIndex) {
    for (const workload of index.workloads) this.remember(workload.object, podLabelsOf(workload));
    for (const service of index.ofKind('', 'Service')) {
      this.remember(service, fields(service.manifest, 'metadata', 'labels'));
    }
    this.podNames = index.workloads.map(({ object }) => ({ object, key: 'pod', value: nameOf(object) }));
  }

  private remember(object: CheckedObject, labels: Fields): void {
    for (const [key, value] of Object.entries(labels)) {
      if (typeof value !== 'string') continue;
      this.met.add(`${metricLabelOf(key)}=${value}`);
      this.labels.add(metricLabelOf(key));
      if (isAppLabel(metricLabelOf(key)) && !this.byValue.has(value)) this.byValue.set(value, { object, key, value });
    }
  }

  /** What a condition that nobody meets was probably to mean: the same value under another label, or a similar one of the target. */
  meantBy(matcher: LabelMatcher, target: Workload): Carrier | undefined {
    const { label, operator, value } = matcher;
    if (operator === '=' && isAppLabel(label)) {
      if (this.met.has(`${label}=${value}`)) return undefined;
      return this.byValue.get(value) ?? this.similarOf(target, value);
    }
    if (operator === '=' && !isSourceLabel(label)) return this.slipOf(target, matcher);
    if (label !== 'pod' || operator !== '=~') return undefined;
    const beginning = /^[a-z0-9-]*/.exec(value)?.[0].replace(/-+$/, '') ?? '';
    const own = nameOf(target.object);
    if (similarName(beginning, [own]) === undefined) return undefined;
    const isMet = (carrier: Carrier): boolean =>
      ['', '-0', '-x2x4z', '-6d4b75cb6d-x2x4z'].some((suffix) => meetsMatcher(matcher, carrier.value + suffix));
    return this.podNames.some(isMet) ? undefined : { object: target.object, key: 'pod', value: `${own}-...` };
  }

  /** The label of the target that has the value, under nearly this name; a name that anything here has is not a slip. */
  private slipOf(target: Workload, { label, value }: LabelMatcher): Carrier | undefined {
    if (label === 'namespace' || this.labels.has(label)) return undefined;
    const own = { ...podLabelsOf(target), namespace: namespaceOf(target.object) };
    const [key] =
      Object.entries(own).find(
        (entry) => entry[1] === value && similarName(label, [metricLabelOf(entry[0])]) !== undefined,
      ) ?? [];
    return key === undefined ? undefined : { object: target.object, key, value };
  }

  private similarOf(target: Workload, value: string): Carrier | undefined {
    const labels = Object.entries(podLabelsOf(target)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isAppLabel(metricLabelOf(entry[0])),
    );
    const similar = similarName(value, [...labels.map(([, own]) => own), nameOf(target.object)]);
    if (similar === undefined) return undefined;
    const [key, own] = labels.find(([, each]) => each === similar) ?? labels[0] ?? [];
    return key === undefined || own === undefined ? undefined : { object: target.object, key, value: own };
  }
}
