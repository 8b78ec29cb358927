import { fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects, showLabels } from '../../kubernetes/label-selector';
import { type Mistake } from '../finding';
import { describe, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { MONITOR_KINDS, MONITORING, prometheusesIn, selectsNamespace } from '../monitoring';
import { type Rule } from '../rule';

/**
 * A monitor that no Prometheus among the objects selects, so that nothing is scraped. Silent without a Prometheus.
 */
export const monitorNotSelected: Rule = {
  id: 'R11',
  name: 'monitor-not-selected',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'No Prometheus selects a monitor.',
  source:
    'https://prometheus-operator.dev/docs/platform/troubleshooting/#overview-of-servicemonitor-tagging-and-related-elements',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const prometheuses = prometheusesIn(index);
  if (prometheuses.length === 0) return;
  for (const { kind, selector, namespaces } of MONITOR_KINDS) {
    for (const monitor of index.ofKind(MONITORING, kind)) {
      const reasons = prometheuses.map((prometheus) => refusalOf(index, prometheus, monitor, { selector, namespaces }));
      const [reason] = reasons;
      const [prometheus] = prometheuses;
      if (!reason || !prometheus || reasons.some((each) => each === undefined)) continue;
      yield { ...reason, objects: [monitor, prometheus], what: `${describe(monitor)} ${reason.what}` };
    }
  }
}

/** Why a Prometheus ignores a monitor; undefined if it does not, or if nobody can tell. */
function refusalOf(
  index: ManifestIndex,
  prometheus: CheckedObject,
  monitor: CheckedObject,
  names: { readonly selector: string; readonly namespaces: string },
): Omit<Mistake, 'objects'> | undefined {
  const spec = fields(prometheus.manifest, 'spec');
  const labels = fields(monitor.manifest, 'metadata', 'labels');
  const selector = labelSelectorOf(spec[names.selector]);
  const why = 'Prometheus has no target for it: the metrics are not there, and whatever scales on them sees nothing.';
  if (!selector) {
    return {
      what: `is not selected: ${describe(prometheus)} has no ${names.selector}.`,
      why,
      fix: `Set ${names.selector}: {} on the Prometheus, which selects all of them.`,
    };
  }
  if (!selects(selector, labels)) {
    const missing = Object.fromEntries(
      Object.entries(selector.matchLabels).filter(([key, value]) => labels[key] !== value),
    );
    const hasMissing = Object.keys(missing).length > 0;
    return {
      what: `lacks ${hasMissing ? showLabels(missing) : `what ${names.selector} asks for`}, so ${describe(prometheus)} ignores it.`,
      why,
      fix: hasMissing
        ? `Label it ${showLabels(missing)}, or set ${names.selector}: {} on the Prometheus.`
        : `Give it the labels that ${names.selector} asks for.`,
      field: 'metadata.labels',
    };
  }
  const own = namespaceOf(prometheus);
  const namespace = namespaceOf(monitor);
  if (selectsNamespace(index, spec[names.namespaces], own, namespace) !== false) return undefined;
  return {
    what: `is in namespace ${namespace}, which ${describe(prometheus)} does not look into.`,
    why,
    fix: `Set ${names.namespaces}: {} on the Prometheus, or move the monitor to namespace ${own}.`,
    field: 'metadata.namespace',
  };
}
