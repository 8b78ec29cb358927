import { at, fields, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { type HpaSpec } from '../hpa/hpa-spec';
import { requestOf } from '../hpa/pod-requests';
import { readPod } from '../hpa/pod-state';
import { type ReleaseFeatures } from '../release';

/**
 * Resources whose utilization nobody can work out, because pods of something else carry the labels by which the autoscaler finds those of its
 * target, and do not request them; with the controller's own error. Finished pods count, too.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/podautoscaler/replica_calculator.go calculatePodRequests
 */
export function unreadableBeside(
  { metrics }: HpaSpec,
  workload: Fields,
  manifests: readonly Fields[],
  release: ReleaseFeatures,
): Record<string, string> {
  const unreadable: Record<string, string> = {};
  const selector = labelSelectorOf(at(workload, 'spec', 'selector'));
  if (!selector) return unreadable;
  const beside = manifests.filter((each) => each !== workload && namespaceOf(each) === namespaceOf(workload));
  for (const manifest of beside) {
    const template = templateOf(manifest);
    if (!template || !selects(selector, fields(template, 'metadata', 'labels')) || isShortLived(manifest)) continue;
    const name = `${text(manifest, 'metadata', 'name') ?? ''}${text(manifest, 'kind') === 'Pod' ? '' : '-…'}`;
    const pod = readPod({ metadata: { name }, spec: fields(template, 'spec') });
    for (const metric of metrics) {
      if (metric.type !== 'Resource' && metric.type !== 'ContainerResource') continue;
      if (metric.target.averageUtilization === undefined || metric.target.averageValue !== undefined) continue;
      const container = metric.type === 'ContainerResource' ? metric.container : undefined;
      const request = requestOf(pod, metric.resource, container, release);
      if (typeof request === 'object') {
        unreadable[metric.resource] ??= `${request.error}, which has the labels that the autoscaler selects`;
      }
    }
  }
  return unreadable;
}

/** The pod that a manifest is or makes. */
function templateOf(manifest: Fields): Fields | undefined {
  switch (text(manifest, 'kind')) {
    case 'Pod':
      return manifest;
    case 'CronJob':
      return fields(manifest, 'spec', 'jobTemplate', 'spec', 'template');
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
      return fields(manifest, 'spec', 'template');
    default:
      return undefined;
  }
}

/** Whether Helm takes a pod away as soon as its test has passed. */
function isShortLived(manifest: Fields): boolean {
  return text(manifest, 'metadata', 'annotations', 'helm.sh/hook-delete-policy')?.includes('hook-succeeded') === true;
}

function namespaceOf(manifest: Fields): string {
  return text(manifest, 'metadata', 'namespace') ?? 'default';
}
