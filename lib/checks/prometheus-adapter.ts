import { fields, list, text } from '../kubernetes/fields';
import { namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { containersOf } from './pod-template';
import { expressionOf, labelsAtMost, parseQuery, rawCountersIn, selectorsIn, type ParsedQuery } from '../promql';
import { re2 } from '../validation';
import { parseYamlText } from './yaml-text';

/** A rule of prometheus-adapter's configuration. */
export interface AdapterRule {
  /** Whether it serves external.metrics.k8s.io; else custom.metrics.k8s.io. */
  readonly isExternal: boolean;
  /** The metric that it serves; undefined where a pattern makes it of series that the rule does not name. */
  readonly name?: string;
  readonly metricsQuery: string;
  /** The selector of the series that it is about. */
  readonly seriesQuery: string;
  /** The resources that it has values for, such as `pod`; undefined where labels of any resource will do. */
  readonly resources?: readonly string[];
  /** The label that names an object of a resource, such as `pod`, in the series; undefined where nobody can tell. */
  readonly labelsOf: (resource: string) => readonly string[] | undefined;
  /** The patterns by which it picks and names series. */
  readonly patterns: readonly string[];
  /** The ConfigMap with the configuration. */
  readonly object: CheckedObject;
  /** The address of the Prometheus that the adapter of its namespace asks. */
  readonly address?: string;
}

/** The rules of all prometheus-adapters among the objects; undefined where there is no configuration of one. */
export function adapterRulesIn(index: ManifestIndex): readonly AdapterRule[] | undefined {
  const configs = index
    .ofKind('', 'ConfigMap')
    .flatMap((object) => Object.values(fields(object.manifest, 'data')).map((content) => ({ object, content })))
    .filter(({ content }) => typeof content === 'string' && content.includes('seriesQuery:'));
  if (configs.length === 0) return undefined;
  return configs.flatMap(({ object, content }) => {
    const config = parseYamlText(content as string);
    const source = { object, address: prometheusOf(index, namespaceOf(object)) };
    return [
      ...list(config, 'rules').map((rule) => ({ ...adapterRule(rule, false), ...source })),
      ...list(config, 'externalRules').map((rule) => ({ ...adapterRule(rule, true), ...source })),
    ];
  });
}

function prometheusOf(index: ManifestIndex, namespace: string): string | undefined {
  const args = index
    .workloadsIn(namespace)
    .flatMap(({ template }) => containersOf(template).flatMap(({ container }) => list(container, 'args')));
  const url = args.map(String).find((arg) => arg.startsWith('--prometheus-url='));
  return url?.slice('--prometheus-url='.length).replace(/\/$/, '');
}

/** The selector by which an adapter finds the series of a rule; undefined where there is none. */
export function seriesQueryOf({ seriesQuery }: AdapterRule): ParsedQuery | undefined {
  return seriesQuery === '' ? undefined : parseQuery(seriesQuery);
}

/** The query that an adapter asks by a rule, for a series of any name. */
export function queryOf({ metricsQuery, name }: AdapterRule): ParsedQuery {
  return parseTemplate(metricsQuery, name ?? 'series');
}

/** What stands for the label by which a query is grouped. */
const GROUP_BY = 'label';

function parseTemplate(metricsQuery: string, series: string): ParsedQuery {
  return parseQuery(
    metricsQuery
      .replaceAll('<<.Series>>', series)
      .replaceAll('<<.LabelMatchers>>', 'label="value"')
      .replaceAll('<<.GroupBy>>', GROUP_BY),
  );
}

function adapterRule(rule: unknown, isExternal: boolean): Omit<AdapterRule, 'object'> {
  const [series] = selectorsIn(parseQuery(text(rule, 'seriesQuery') ?? ''));
  const template = text(rule, 'resources', 'template');
  const overrides = Object.entries(fields(rule, 'resources', 'overrides')).map(([label, each]) => ({
    label,
    resource: (text(each, 'resource') ?? '').replace(/s$/, ''),
  }));
  return {
    isExternal,
    name: nameFor(series?.metric, text(rule, 'name', 'matches'), text(rule, 'name', 'as')),
    ...(template === undefined && overrides.length > 0 && { resources: overrides.map(({ resource }) => resource) }),
    labelsOf: (resource) => labelsOf(resource, overrides, template),
    patterns: [
      text(rule, 'name', 'matches') ?? '',
      ...list(rule, 'seriesFilters').flatMap((filter) => [text(filter, 'is') ?? '', text(filter, 'isNot') ?? '']),
    ].filter((pattern) => pattern !== ''),
    metricsQuery: text(rule, 'metricsQuery') ?? '',
    seriesQuery: text(rule, 'seriesQuery') ?? '',
  };
}

/** @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/pkg/naming/resource_converter.go (LabelForResource) */
function labelsOf(
  resource: string,
  overrides: readonly { readonly label: string; readonly resource: string }[],
  template: string | undefined,
): readonly string[] | undefined {
  const own = overrides.filter((each) => isResource(each.resource, resource)).map(({ label }) => label);
  if (own.length > 0 || template === undefined) return own.length > 0 ? own : undefined;
  const label = template.replaceAll(/<<\s*\.Resource\s*>>/g, resource);
  return label.includes('<<') ? undefined : [label];
}

/** Whether a resource of a rule is that of a kind, whichever number it is in. */
export function isResource(resource: string, kind: string): boolean {
  return resource !== '' && kind.startsWith(resource.replace(/e$/, ''));
}

/**
 * Whether a rule has a value for an object of a kind: whether its query keeps the label that names the object. Without it the adapter has values
 * and nobody to give them to.
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/pkg/custom-provider/series_registry.go (MatchValuesToNames)
 */
export function keepsNames(rule: AdapterRule, kind: string): boolean {
  const query = queryOf(rule);
  const expression = expressionOf(query);
  if (!expression || query.errorAt !== undefined || query.deepAt !== undefined || query.text.includes('<<')) {
    return true;
  }
  const kept = labelsAtMost(query, expression);
  if (kept === undefined || kept.has(GROUP_BY)) return true;
  if (kept.size === 0) return false;
  return rule.labelsOf(kind)?.some((label) => kept.has(label)) ?? true;
}

/**
 * The name that the adapter gives a series: what `as` says, with the groups of `matches`; without `as`, its only group.
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/pkg/naming/metric_namer.go
 */
function nameFor(series: string | undefined, matches: string | undefined, as: string | undefined): string | undefined {
  if (as !== undefined && as !== '' && !as.includes('$')) return as;
  if (series === undefined || ((matches ?? '') === '' && (as ?? '') === '')) return series;
  try {
    const matcher = re2()
      .RE2JS.compile(matches === undefined || matches === '' ? '.*' : matches)
      .matcher(series);
    if (!matcher.find()) return undefined;
    const template = as === undefined || as === '' ? (matcher.groupCount() > 0 ? '$1' : '$0') : as;
    const named = matcher.pattern().namedGroups();
    return template.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? '';
      const group = /^\d+$/.test(name) ? Number(name) : (named[name] ?? Infinity);
      return group <= matcher.groupCount() ? (matcher.group(group) ?? '') : '';
    });
  } catch {
    return undefined;
  }
}

/** Whether a rule serves a metric of this name as something else than the raw counter, as far as one can tell. */
export function isServedAsRate(rules: readonly AdapterRule[] | undefined, name: string): boolean {
  return (rules ?? []).some((rule) => (rule.name ?? name) === name && !isRaw(rule.metricsQuery));
}

/** Whether a template of a query reads the series as it is. */
function isRaw(metricsQuery: string): boolean {
  return rawCountersIn(parseTemplate(metricsQuery, 'series_total')).length > 0;
}
