import { KnownMetric, MetricType } from '../../platform';

const { COUNTER, GAUGE, HISTOGRAM } = MetricType;
const CONTROLLER_LABELS = ['controller_class', 'controller_namespace', 'controller_pod'];
const REQUEST_LABELS = [...CONTROLLER_LABELS, 'host', 'ingress', 'method', 'namespace', 'path', 'service', 'status'];

const ofProcess = (name: string, type: MetricType, description: string, unit: string): KnownMetric =>
  new KnownMetric({
    name: `nginx_ingress_controller_nginx_process_${name}`,
    type,
    description,
    labels: CONTROLLER_LABELS,
    unit,
  });

const connections = (state: string, description: string): KnownMetric =>
  new KnownMetric({
    name: 'nginx_ingress_controller_nginx_process_connections',
    type: GAUGE,
    description,
    labels: [...CONTROLLER_LABELS, 'state'],
    matchers: { state },
    unit: 'connections',
  });

const connectionsSinceStart = (state: string, description: string): KnownMetric =>
  new KnownMetric({
    name: 'nginx_ingress_controller_nginx_process_connections_total',
    type: COUNTER,
    description,
    labels: [...CONTROLLER_LABELS, 'state'],
    matchers: { state },
    unit: 'connections',
  });

const ofRequests = (name: string, type: MetricType, description: string, unit: string): KnownMetric =>
  new KnownMetric({ name: `nginx_ingress_controller_${name}`, type, description, labels: REQUEST_LABELS, unit });

export const COMMUNITY_ACTIVE_CONNECTIONS = connections('active', 'connections that are open now, idle ones included');
export const COMMUNITY_REQUESTS = ofProcess('requests_total', COUNTER, 'requests since the start', 'requests');

/**
 * What the community's controller exposes.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/
 */
export const COMMUNITY_METRICS: KnownMetric[] = [
  COMMUNITY_ACTIVE_CONNECTIONS,
  COMMUNITY_REQUESTS,
  connections('reading', 'connections whose request is being read'),
  connections('writing', 'connections whose answer is being written'),
  connections('waiting', 'idle connections'),
  connectionsSinceStart('accepted', 'connections that were accepted since the start'),
  connectionsSinceStart('handled', 'connections that were handled since the start'),
  ofRequests('requests', COUNTER, 'requests since the start, by Ingress and status', 'requests'),
  ofRequests('request_duration_seconds', HISTOGRAM, 'how long requests took, by Ingress', 's'),
];
