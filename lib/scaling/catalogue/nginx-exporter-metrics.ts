import { KnownMetric, MetricType } from '../../platform';

const { COUNTER, GAUGE } = MetricType;

const nginx = (name: string, type: MetricType, description: string, unit = ''): KnownMetric =>
  new KnownMetric({ name: `nginx_${name}`, type, description, labels: [], unit });

/** What nginx-prometheus-exporter 1.x exposes of nginx's status page. Every scrape is itself a connection and a request. */
export const NGINX_EXPORTER_METRICS: KnownMetric[] = [
  nginx('connections_active', GAUGE, 'connections that are open now, idle ones included', 'connections'),
  nginx('connections_reading', GAUGE, 'connections whose request is being read', 'connections'),
  nginx('connections_writing', GAUGE, 'connections whose answer is being written', 'connections'),
  nginx('connections_waiting', GAUGE, 'idle connections', 'connections'),
  nginx('connections_accepted', COUNTER, 'connections that were accepted since the start', 'connections'),
  nginx('connections_handled', COUNTER, 'connections that were handled since the start', 'connections'),
  nginx('http_requests_total', COUNTER, 'requests since the start', 'requests'),
  nginx('up', GAUGE, '1 while nginx answers its status page'),
];
