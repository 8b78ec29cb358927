import { list, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { clusterHasGroup, sayProvided } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { adapterRulesIn, isResource, keepsNames, type AdapterRule } from '../prometheus-adapter';
import { type Rule } from '../rule';

const CUSTOM = 'custom.metrics.k8s.io';
const EXTERNAL = 'external.metrics.k8s.io';

/** Where each type of metric keeps its name, and the API that serves it. */
const SOURCES = [
  { type: 'Pods', field: 'pods', group: CUSTOM },
  { type: 'Object', field: 'object', group: CUSTOM },
  { type: 'External', field: 'external', group: EXTERNAL },
] as const;

/** What the HPA is told where no object has a value. */
const NOTHING_FOUND = {
  Pods: 'the HPA reports FailedGetPodsMetric, "no metrics returned from custom metrics API"',
  Object: 'the metrics API answers "the server could not find the metric"',
} as const;

/**
 * An HPA on a metric that no metrics API among the objects serves. CPU and memory are left alone: nearly every cluster has
 * metrics-server.
 */
export const metricWithoutProvider: Rule = {
  id: 'R13',
  name: 'metric-without-provider',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'No metrics API serves the metric that an HPA scales on.',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const services = index.ofKind('apiregistration.k8s.io', 'APIService');
  const groups = new Set(services.map(({ manifest }) => text(manifest, 'spec', 'group')));
  const rules = adapterRulesIn(index);
  for (const object of index.ofKind('autoscaling', 'HorizontalPodAutoscaler')) {
    for (const [i, metric] of list(object.manifest, 'spec', 'metrics').entries()) {
      const source = SOURCES.find(({ type }) => type === text(metric, 'type'));
      if (!source || clusterHasGroup(context, source.group)) continue;
      const name = text(metric, source.field, 'metric', 'name') ?? '';
      const field = `spec.metrics[${i}].${source.field}`;
      const own = rules?.filter((rule) => rule.isExternal === (source.group === EXTERNAL)) ?? [];
      if (!groups.has(source.group) && own.length === 0) {
        yield {
          severity: groups.size > 0 ? 'warning' : 'info', // a cluster's own metrics APIs, or just an app's objects
          objects: [object],
          field,
          what: `${describe(object)} scales on the ${source.type} metric "${name}", and nothing here serves ${source.group}.`,
          why: 'Without a metrics API of that name the HPA reports FailedGetPodsMetric or FailedGetExternalMetric, and nothing scales.',
          fix: `Scale with a KEDA ScaledObject (prometheus-adapter is being deprecated), or ${sayProvided(context, source.group)}.`,
        };
        continue;
      }
      if (own.length === 0) continue;
      const [serving, ...others] = own.filter((rule) => (rule.name ?? name) === name);
      if (serving) {
        const kind =
          source.type === 'Pods' ? 'pod' : (text(metric, 'object', 'describedObject', 'kind') ?? '').toLowerCase();
        if (source.type === 'External') continue;
        const able = [serving, ...others].filter((rule) => serves(rule, kind));
        if (able.length > 0) {
          if (able.some((rule) => keepsNames(rule, kind))) continue;
          yield {
            severity: 'error',
            objects: [object, serving.object],
            field: `${field}.metric.name`,
            what: `${describe(object)} scales on the ${source.type} metric "${name}", and the metricsQuery of ${describe(serving.object)} that serves it leaves no label that names a ${kind}.`,
            why: `The adapter gives a value to the ${kind} that a label of its series names, and finds none: ${NOTHING_FOUND[source.type]}, and nothing scales.`,
            fix: 'Group it by what it is asked for: sum(…) by (<<.GroupBy>>); or serve it under externalRules, and scale on it with type External.',
          };
          continue;
        }
        yield {
          objects: [object, serving.object],
          field: `${field}.metric.name`,
          what: `${describe(object)} scales on the ${source.type} metric "${name}", and the rule of ${describe(serving.object)} that serves it knows no ${kind}s, only ${serving.resources?.join(', ')}.`,
          why: `The metrics API answers "the server could not find the metric" for ${kind}s, and nothing scales.`,
          fix: `Add the label that names the ${kind} to resources.overrides: { <label>: { resource: ${kind} } }, or ask for a metric of ${source.type === 'Pods' ? 'type Object' : 'what the rule knows'}.`,
        };
        continue;
      }
      yield {
        objects: [object],
        field: `${field}.metric.name`,
        what: `${describe(object)} scales on the ${source.type} metric "${name}", and no rule of prometheus-adapter serves it.`,
        why: 'The metrics API answers "the server could not find the metric", and nothing scales.',
        fix: `Use ${own.length === 1 ? '' : 'one of '}${own.map((rule) => `"${rule.name}"`).join(', ')}, or add a rule with name.as: ${name}.`,
      };
    }
  }
}

/** Whether a rule has values for a kind, whichever number its resource is in. */
function serves({ resources }: AdapterRule, kind: string): boolean {
  return resources?.some((resource) => isResource(resource, kind)) ?? true;
}
