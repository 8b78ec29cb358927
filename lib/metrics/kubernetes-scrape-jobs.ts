import { type ScrapedPeers } from '../platform';
import { Relabeling } from './relabeling';

/** What a job is, whatever its options are. */
export interface JobTemplate {
  /** What Kubernetes' service discovery looks for; fixed targets otherwise. */
  readonly role?: 'endpointslice' | 'node' | 'pod' | 'service';
  readonly targets?: string[];
  readonly labels?: { [label: string]: string };
  readonly path?: string;
  readonly scheme?: 'https';
  readonly params?: { readonly [parameter: string]: string[] };
  /** Whether a target's own labels win over the ones of its discovery. */
  readonly honorLabels?: boolean;
  /** Whose certificate is verified with the cluster's authority; the service account's token is shown to it. */
  readonly access?: 'api server' | 'kubelet';
  /** Its steps: each is a pattern to compile, for which nobody waits who scrapes nothing. */
  readonly relabelings?: () => Relabeling[];
  /** The annotation by which it finds its targets. */
  readonly marked?: ScrapedPeers;
}

const META = '__meta_kubernetes';
const SCRAPED = 'prometheus.io/scrape';
const SCRAPED_SLOWLY = 'prometheus.io/scrape-slow';

/** Labels of a Kubernetes object, as labels of its samples: `app.kubernetes.io/name` becomes `app_kubernetes_io_name`. */
const labelsOf = (object: string): Relabeling => Relabeling.labelMap(`${META}_${object}_label_(.+)`);

/** The label `namespace` and its like. */
const nameOf = (to: string, from: string): Relabeling => Relabeling.replace({ from: [`${META}_${from}`], to });

/** What the annotations `prometheus.io/scheme`, `path` and `param_…` of a pod or Service say. */
const asAnnotated = (object: string): Relabeling[] => [
  Relabeling.replace({ from: [annotation(object, 'scheme')], regex: '(https?)', to: '__scheme__' }),
  Relabeling.replace({ from: [annotation(object, 'path')], regex: '(.+)', to: '__metrics_path__' }),
  Relabeling.labelMap(`${annotation(object, 'param')}_(.+)`, '__param_$1'),
];

function annotation(object: string, name: string): string {
  return `${META}_${object}_annotation_prometheus_io_${name}`;
}

function endpoints(mark: string, marks: (object: string) => Relabeling[]): JobTemplate {
  return {
    marked: { by: 'endpoints', annotation: mark, value: 'true' },
    role: 'endpointslice',
    honorLabels: true,
    relabelings: () => [
      ...marks('service'),
      ...asAnnotated('service'),
      Relabeling.replace({
        from: ['__address__', annotation('service', 'port')],
        regex: '(.+?)(?::\\d+)?;(\\d+)',
        to: '__address__',
        replacement: '$1:$2',
      }),
      labelsOf('service'),
      nameOf('namespace', 'namespace'),
      nameOf('service', 'service_name'),
      nameOf('node', 'pod_node_name'),
    ],
  };
}

function pods(mark: string, marks: (object: string) => Relabeling[]): JobTemplate {
  const address = { from: [annotation('pod', 'port'), `${META}_pod_ip`], to: '__address__' };
  return {
    marked: { by: 'pods', annotation: mark, value: 'true' },
    role: 'pod',
    honorLabels: true,
    relabelings: () => [
      ...marks('pod'),
      Relabeling.drop([`${META}_pod_phase`], 'Pending|Succeeded|Failed|Completed'),
      ...asAnnotated('pod'),
      Relabeling.replace({ ...address, regex: '(\\d+);(.*:.*)', replacement: '[$2]:$1' }), // IPv6
      Relabeling.replace({ ...address, regex: '(\\d+);([\\d.]+)', replacement: '$2:$1' }),
      labelsOf('pod'),
      nameOf('namespace', 'namespace'),
      nameOf('pod', 'pod_name'),
      nameOf('node', 'pod_node_name'),
    ],
  };
}

/** What is marked with `prometheus.io/scrape`, unless it is marked as slow. */
const marked = (object: string): Relabeling[] => [
  Relabeling.keep([annotation(object, 'scrape')], 'true'),
  Relabeling.drop([annotation(object, 'scrape_slow')], 'true'),
];

const markedSlow = (object: string): Relabeling[] => [Relabeling.keep([annotation(object, 'scrape_slow')], 'true')];

/**
 * The jobs that find their targets in Kubernetes, by the annotations `prometheus.io/…` that charts and manifests everywhere carry.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
export const KUBERNETES_JOBS = {
  'kubernetes-api-servers': {
    role: 'endpointslice',
    scheme: 'https',
    access: 'api server',
    relabelings: () => [
      Relabeling.keep(
        [`${META}_namespace`, `${META}_service_name`, `${META}_endpointslice_port_name`],
        'default;kubernetes;https',
      ),
    ],
  },
  'kubernetes-nodes': { role: 'node', scheme: 'https', access: 'kubelet', relabelings: () => [labelsOf('node')] },
  'kubernetes-nodes-cadvisor': {
    role: 'node',
    scheme: 'https',
    access: 'kubelet',
    path: '/metrics/cadvisor',
    relabelings: () => [labelsOf('node'), Relabeling.replace({ from: ['__metrics_path__'], to: 'metrics_path' })],
  },
  'kubernetes-service-endpoints': endpoints(SCRAPED, marked),
  'kubernetes-service-endpoints-slow': endpoints(SCRAPED_SLOWLY, markedSlow),
  'prometheus-pushgateway': {
    marked: { by: 'address', annotation: 'prometheus.io/probe', value: 'pushgateway' },
    role: 'service',
    honorLabels: true,
    relabelings: () => [Relabeling.keep([annotation('service', 'probe')], 'pushgateway')],
  },
  'kubernetes-services': {
    role: 'service',
    path: '/probe',
    honorLabels: true,
    params: { module: ['http_2xx'] },
    relabelings: () => [
      Relabeling.keep([annotation('service', 'probe')], 'true'),
      Relabeling.replace({ from: ['__address__'], to: '__param_target' }),
      Relabeling.set('__address__', 'blackbox'),
      Relabeling.replace({ from: ['__param_target'], to: 'instance' }),
      labelsOf('service'),
      nameOf('namespace', 'namespace'),
      nameOf('service', 'service_name'),
    ],
  },
  'kubernetes-pods': pods(SCRAPED, marked),
  'kubernetes-pods-slow': pods(SCRAPED_SLOWLY, markedSlow),
} as const satisfies { readonly [name: string]: JobTemplate };
