import { at, fields, list, show, text, type Fields } from '../../kubernetes/fields';
import { nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type Workload } from '../manifest-index';
import { metricLabelOf } from '../measured-labels';
import { containersOf, podLabelsOf } from '../pod-template';
import { type LabelOfTarget } from './relabeling';

const META = '__meta_kubernetes_';

/** The pods of a workload as Prometheus' service discovery finds them: a target for each port. */
export function podTargets(workload: Workload): LabelOfTarget[] {
  const ports = containersOf(workload.template).flatMap(({ container, name }) =>
    list(container, 'ports').map((port) => ({
      container_name: name,
      container_port_name: text(port, 'name') ?? '',
      container_port_number: show(at(port, 'containerPort')),
    })),
  );
  return (ports.length > 0 ? ports : [{}]).map((port) => {
    const ofPort: Fields = port;
    return (label) => podLabel(workload, label) ?? text(ofPort, label.replace(`${META}pod_`, ''));
  });
}

/** The endpoints of a Service as Prometheus' service discovery finds them: a target for each port. */
export function serviceTargets(service: CheckedObject, workload: Workload): LabelOfTarget[] {
  return list(service.manifest, 'spec', 'ports').map((port) => (label) => {
    const ofService = label.replace(`${META}service_`, '');
    if (/^__meta_kubernetes_(?:endpoint|endpointslice|service)_port_name$/.test(label)) return text(port, 'name') ?? '';
    if (/^__meta_kubernetes_(?:endpoint|endpointslice)_(?:endpoint_conditions_)?ready$/.test(label)) return 'true';
    if (label === `${META}service_name`) return nameOf(service);
    if (label.startsWith(`${META}service_`)) return objectLabel(fields(service.manifest, 'metadata'), ofService);
    return podLabel(workload, label);
  });
}

function podLabel(workload: Workload, label: string): string | undefined {
  const { object, template } = workload;
  if (label === `${META}namespace`) return namespaceOf(object);
  if (label === `${META}pod_phase`) return 'Running';
  if (label === `${META}pod_ready`) return 'true';
  if (label === `${META}pod_container_init`) return 'false';
  const metadata = { labels: podLabelsOf(workload), annotations: fields(template, 'metadata', 'annotations') };
  return label.startsWith(`${META}pod_`) ? objectLabel(metadata, label.replace(`${META}pod_`, '')) : undefined;
}

/** A label such as `annotation_prometheus_io_scrape`; one that the object does not have is empty. */
function objectLabel(metadata: Fields, label: string): string | undefined {
  const [, map, present, name] = /^(label|annotation)(present)?_(.+)$/.exec(label) ?? [];
  if (map === undefined) return undefined;
  const [, value] = Object.entries(fields(metadata, `${map}s`)).find(([key]) => metricLabelOf(key) === name) ?? [];
  if (present) return value === undefined ? '' : 'true';
  return typeof value === 'string' ? value : '';
}
