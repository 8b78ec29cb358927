import { durationSeconds } from '../../promql/durations';
import { at, list, text, type Fields } from '../fields';
import { type Refusal } from './refusal';
import { relabelingRefusals } from './relabeling';
import { selectorRefusals } from './selector';

/** Where the endpoints of a kind of monitor stand. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  ServiceMonitor: 'endpoints',
  PodMonitor: 'podMetricsEndpoints',
};

/**
 * What the Prometheus operator refuses in a ServiceMonitor or a PodMonitor that the API server takes. One endpoint that is wrong takes the
 * whole monitor out of the configuration, and the operator says so in an event and in its log.
 *
 * @see https://prometheus-operator.dev/docs/platform/troubleshooting/
 */
export function* monitorRefusals(manifest: Fields): Iterable<Refusal> {
  for (const refusal of refusalsOf(manifest)) yield { ...refusal, admitted: true };
}

function* refusalsOf(manifest: Fields): Iterable<Refusal> {
  const kind = text(manifest, 'kind') ?? '';
  const why = `The Prometheus operator leaves the whole ${kind} out: none of its targets is scraped.`;
  yield* selectorRefusals(at(manifest, 'spec', 'selector'), 'spec.selector', why);
  const field = ENDPOINTS[kind] ?? 'endpoints';
  for (const [index, endpoint] of list(manifest, 'spec', field).entries()) {
    const path = `spec.${field}[${index}]`;
    yield* timeoutRefusals(endpoint, path, why);
    for (const steps of ['relabelings', 'metricRelabelings']) {
      yield* relabelingRefusals(list(endpoint, steps), `${path}.${steps}`, why);
    }
  }
}

/** A scrape has to end before the next one. Without an interval of its own, Prometheus' counts, which stands elsewhere. */
function* timeoutRefusals(endpoint: unknown, path: string, why: string): Iterable<Refusal> {
  const [interval, timeout] = [text(endpoint, 'interval') ?? '', text(endpoint, 'scrapeTimeout') ?? ''];
  const [intervalSeconds, timeoutSeconds] = [durationSeconds(interval), durationSeconds(timeout)];
  if (intervalSeconds === undefined || timeoutSeconds === undefined || timeoutSeconds <= intervalSeconds) return;
  yield {
    field: `${path}.scrapeTimeout`,
    what: `an endpoint has scrapeTimeout ${timeout}, longer than its interval ${interval}`,
    why,
    fix: `Use at most ${interval}, or leave scrapeTimeout out.`,
  };
}
