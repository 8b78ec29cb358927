import { KnownMetric, MetricType } from '../../platform';

const { COUNTER, GAUGE } = MetricType;

const nginx = (name: string, type: MetricType, description: string, unit = ''): KnownMetric =>
  new KnownMetric({ name: `nginx_ingress_nginx_${name}`, type, description, labels: ['class'], unit });

const controller = (name: string, type: MetricType, description: string, labels: string[] = []): KnownMetric =>
  new KnownMetric({ name: `nginx_ingress_controller_${name}`, type, description, labels: ['class', ...labels] });

export const F5_ACTIVE_CONNECTIONS = nginx(
  'connections_active',
  GAUGE,
  'connections that are open now, idle ones included',
  'connections',
);
export const F5_REQUESTS = nginx('http_requests_total', COUNTER, 'requests since the start', 'requests');

/**
 * What F5's controller exposes.
 * @see https://docs.nginx.com/nginx-ingress-controller/logging-and-monitoring/prometheus/
 */
export const F5_METRICS: KnownMetric[] = [
  F5_ACTIVE_CONNECTIONS,
  F5_REQUESTS,
  nginx('connections_accepted', COUNTER, 'connections that were accepted since the start', 'connections'),
  nginx('connections_handled', COUNTER, 'connections that were handled since the start', 'connections'),
  nginx('connections_reading', GAUGE, 'connections whose request is being read', 'connections'),
  nginx('connections_writing', GAUGE, 'connections whose answer is being written', 'connections'),
  nginx('connections_waiting', GAUGE, 'idle connections', 'connections'),
  nginx('up', GAUGE, '1 while nginx answers its status page'),
  // Its name says counter, but it goes down when an Ingress is deleted.
  controller('ingress_resources_total', GAUGE, 'Ingresses that it serves now', ['type']),
  controller('nginx_reloads_total', COUNTER, 'reloads of nginx', ['reason']),
  controller('nginx_last_reload_status', GAUGE, '1 if the last reload succeeded'),
];
