import { shellCommand } from '../../../encode';
import { type Prediction, type PredictionParameter } from '../../../simulation';
import { grouped } from '../../text';

/** What an answer rests on that nobody measured, and how to measure it. */
export interface Basis {
  /** In a sentence. */
  readonly text: string;
  /** A query of Prometheus that gives the number. */
  readonly query?: string;
  /** A command that shows it. */
  readonly command?: string;
  /** How to give it to the next prediction. */
  readonly option?: string;
}

/** Less than this share of the middle is not worth a measurement. */
const NARROW = 0.1;

const OUTCOMES = { podHours: 'pods', lostRequests: 'requests lost', p95LatencySeconds: 'p95' } as const;

/**
 * Which number that nobody measured makes most of the range of what somebody pays or loses; undefined where every number that matters is known, or
 * nothing depends on it.
 */
export function basisOf(prediction: Prediction): Basis | undefined {
  const { bands, parameters, durationSeconds } = prediction;
  if (!bands) return undefined;
  const hours = durationSeconds / 3600;
  for (const { outcome, parameter: name } of bands.drivers) {
    const band = bands[outcome];
    const [low, middle, high] = [band.p5 ?? 0, band.p50 ?? 0, band.p95 ?? 0];
    const parameter = parameters.find((each) => each.name === name);
    if (!parameter || high - low <= Math.max(middle * NARROW, outcome === 'lostRequests' ? 1 : 0)) continue;
    const ends = [low, high].map(
      (value) =>
      outcome === 'podHours' ? grouped(value / hours, 1) : outcome === 'lostRequests' ? grouped(value) : `${grouped(value * 1000)} ms`, // prettier-ignore
    );
    const range = `The range of ${OUTCOMES[outcome]} (${ends.join(' to ')})`;
    if (name.startsWith('world.phases.')) {
      return { text: `${range} comes from when the clocks tick, which nobody can choose.` };
    }
    if (parameter.origin === 'given') {
      return { text: `${range} comes from ${shortName(parameter)}, of which ${ranged(parameter)} was given.` };
    }
    return {
      text: `${range} comes from ${shortName(parameter)}, ${parameter.meaning}: nobody measured it, and ${ranged(parameter)} is assumed.`,
      ...measuring(shortName(parameter), prediction),
      option: `--set ${shortName(parameter)}=…`,
    };
  }
  return undefined;
}

function shortName({ name }: PredictionParameter): string {
  return name.replace('world.', '');
}

function ranged({ range, value, unit }: PredictionParameter): string {
  return `${range ? range.join(' to ') : value} ${unit}`.trim();
}

/** How a parameter is measured, on the cluster of the target. */
export function measuring(name: string, { target }: Pick<Prediction, 'target'>): Pick<Basis, 'query' | 'command'> {
  const pods = `namespace="${target.namespace}", pod=~"${target.name}-.*"`;
  const inNamespace = shellCommand('kubectl', '--namespace', target.namespace);
  switch (name) {
    case 'cpuPerRequest':
      return {
        query: `sum(rate(container_cpu_usage_seconds_total{${pods}, container!=""}[5m])) / sum(rate(http_requests_total{namespace="${target.namespace}"}[5m]))`,
        command: `${inNamespace} top pods # under a known load: its sum, divided by the requests per second`,
      };
    case 'idleCpu':
      return { query: `avg(rate(container_cpu_usage_seconds_total{${pods}, container!=""}[5m]))`, command: `${inNamespace} top pods # without load` }; // prettier-ignore
    case 'memory':
    case 'memoryPerRequest':
      return { query: `avg(container_memory_working_set_bytes{${pods}, container!=""})`, command: `${inNamespace} top pods` }; // prettier-ignore
    case 'startSeconds':
    case 'pullSeconds':
      return {
        query: `max(kube_pod_start_time{${pods}} - kube_pod_created{${pods}})`,
        command: `${inNamespace} get events --field-selector reason=Started --sort-by=.lastTimestamp`,
      };
    case 'bootSeconds':
      return {
        query: `max(kube_pod_status_ready_time{${pods}} - kube_pod_container_state_started{${pods}})`,
        command: `${inNamespace} get pods --watch # from Running to 1/1`,
      };
    case 'extraLatency':
      return {
        query: `sum(rate(http_request_duration_seconds_sum{namespace="${target.namespace}"}[5m])) / sum(rate(http_request_duration_seconds_count{namespace="${target.namespace}"}[5m]))`,
      };
    case 'loadFactor':
      return { query: `sum(rate(http_requests_total{namespace="${target.namespace}"}[5m]))` };
    default:
      return {};
  }
}
