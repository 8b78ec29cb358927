import { fields, list, text } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { parseQuery, rawCountersIn, selectorsIn } from '../promql';
import { parseYamlText } from './yaml-text';

/** A rule of prometheus-adapter's configuration. */
export interface AdapterRule {
  /** Whether it serves external.metrics.k8s.io; else custom.metrics.k8s.io. */
  readonly isExternal: boolean;
  /** The metric that it serves; undefined where a pattern makes the name. */
  readonly name?: string;
  readonly metricsQuery: string;
}

/** The rules of all prometheus-adapters among the objects; undefined where there is no configuration of one. */
export function adapterRulesIn(index: ManifestIndex): readonly AdapterRule[] | undefined {
  const configs = index
    .ofKind('', 'ConfigMap')
    .flatMap(({ manifest }) => Object.entries(fields(manifest, 'data')))
    .filter(([, content]) => typeof content === 'string' && content.includes('seriesQuery:'))
    .map(([, content]) => parseYamlText(content as string));
  if (configs.length === 0) return undefined;
  return configs.flatMap((config) => [
    ...list(config, 'rules').map((rule) => adapterRule(rule, false)),
    ...list(config, 'externalRules').map((rule) => adapterRule(rule, true)),
  ]);
}

function adapterRule(rule: unknown, isExternal: boolean): AdapterRule {
  const as = text(rule, 'name', 'as') ?? '';
  const [series] = selectorsIn(parseQuery(text(rule, 'seriesQuery') ?? ''));
  const renames = text(rule, 'name', 'matches') !== undefined || as !== '';
  const name = as !== '' && !as.includes('$') ? as : renames ? undefined : series?.metric;
  return { isExternal, name, metricsQuery: text(rule, 'metricsQuery') ?? '' };
}

/** Whether a rule serves a metric of this name as something else than the raw counter, as far as one can tell. */
export function isServedAsRate(rules: readonly AdapterRule[] | undefined, name: string): boolean {
  return (rules ?? []).some((rule) => (rule.name ?? name) === name && !isRaw(rule.metricsQuery));
}

/** Whether a template of a query reads the series as it is. */
function isRaw(metricsQuery: string): boolean {
  const query = metricsQuery
    .replaceAll('<<.Series>>', 'series_total')
    .replaceAll('<<.LabelMatchers>>', 'label="value"')
    .replaceAll('<<.GroupBy>>', 'label');
  return rawCountersIn(parseQuery(query)).length > 0;
}
