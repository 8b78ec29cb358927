import { fields, list, text } from '../../kubernetes/fields';
import { isChartHook, isDeletedAfterwards } from '../chart-hooks';
import { type Mistake } from '../finding';
import { labelSelectorOf } from '../../kubernetes/label-selector';
import { describe, namespaceOf } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { containersOf, requestOf, templatePathOf } from '../pod-template';
import { remembered } from '../remembered';
import { type Rule } from '../rule';

/**
 * A chart's test that carries the labels of the pods that an HPA measures. The HPA adds up the requests of all pods that it selects, finished
 * ones included, and gives up where one has none.
 */
export const testPodMeasured: Rule = {
  id: 'R53',
  name: 'test-pod-measured',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'An autoscaler measures the test Pod of a chart, which has no request.',
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/podautoscaler/replica_calculator.go',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const workload of index.workloads) {
    const [autoscaler] = workload.autoscalers;
    const resource = autoscaler && utilizationOf(autoscaler.object.manifest);
    if (!autoscaler || resource === undefined) continue;
    for (const hook of hooksSelectedBy(index, workload)) {
      const bare = containersOf(hook.template).find(({ container }) => requestOf(container, resource) === undefined);
      if (!bare) continue;
      yield {
        objects: [hook.object, autoscaler.object, workload.object],
        field: `${templatePathOf(hook.object)}metadata.labels`,
        what: `${describe(hook.object)} has the labels that ${describe(workload.object)} selects, and no ${resource} request; ${describe(autoscaler.object)} measures it, too.`,
        why: `After helm test, the finished Pod stays. The autoscaler reports "missing request for ${resource}": TARGETS is <unknown>, and nothing scales.`,
        fix: 'Leave the labels of the selector off the Pod, or annotate it helm.sh/hook-delete-policy: hook-succeeded.',
      };
    }
  }
}

/** The resource of which an autoscaler measures a percentage of the request. */
function utilizationOf(manifest: unknown): string | undefined {
  const metrics = list(manifest, 'spec', 'metrics');
  if (text(manifest, 'kind') === 'HorizontalPodAutoscaler' && metrics.length === 0) return 'cpu';
  const measured = metrics.find((metric) => text(metric, 'resource', 'target', 'type') === 'Utilization');
  const trigger = list(manifest, 'spec', 'triggers').find((each) => text(each, 'metricType') === 'Utilization');
  return text(measured, 'resource', 'name') ?? text(trigger, 'type');
}

function hooksSelectedBy(index: ManifestIndex, { object }: Workload): readonly Workload[] {
  const selector = labelSelectorOf(fields(object.manifest, 'spec').selector);
  if (!selector || Object.keys(selector.matchLabels).length === 0) return [];
  return staying(index.workloadsByLabel.selected([namespaceOf(object)], selector));
}

const staying = remembered((selected: readonly Workload[]): readonly Workload[] =>
  selected.filter(({ object }) => isChartHook(object) && !isDeletedAfterwards(object)),
);
