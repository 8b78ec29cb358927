import { InputError } from '../../validation';
import { Load } from '../load';
import { type PointProfile } from '../load/profile';
import { measured, ofConcurrency, type Calibration } from './calibration';

/** What may be asked of Prometheus, and with which query; NAMESPACE and WORKLOAD stand for those of the workload. */
export const CALIBRATION_QUERIES = {
  requests: 'sum(rate(http_requests_total{namespace="NAMESPACE",pod=~"WORKLOAD-.*"}[1m]))',
  cpu: 'sum(rate(container_cpu_usage_seconds_total{namespace="NAMESPACE",pod=~"WORKLOAD-.*",container!=""}[1m]))',
  pods: 'count(kube_pod_status_ready{namespace="NAMESPACE",pod=~"WORKLOAD-.*",condition="true"} == 1)',
  memory:
    'avg(sum by (pod) (container_memory_working_set_bytes{namespace="NAMESPACE",pod=~"WORKLOAD-.*",container!=""}))',
  concurrency: 'sum(rate(http_request_duration_seconds_sum{namespace="NAMESPACE",pod=~"WORKLOAD-.*"}[1m]))',
  latency:
    'sum(rate(http_request_duration_seconds_sum{namespace="NAMESPACE",pod=~"WORKLOAD-.*"}[1m])) / sum(rate(http_request_duration_seconds_count{namespace="NAMESPACE",pod=~"WORKLOAD-.*"}[1m]))',
} as const;

export type CalibrationQuery = keyof typeof CALIBRATION_QUERIES;

/** Below this rate a quotient says more of the idle pod than of the request. */
const LEAST_RATE = 0.1;

/**
 * The parameters of the model, from answers of Prometheus to range queries of the same time and step.
 *
 * @throws InputError if an answer cannot be read.
 */
export function calibrateFromPrometheus(answers: Partial<Readonly<Record<CalibrationQuery, string>>>): Calibration {
  const series = (name: CalibrationQuery): ReadonlyMap<number, number> => {
    const answer = answers[name];
    return new Map(answer === undefined ? [] : (Load.fromPrometheus(answer, name).rate as PointProfile).points);
  };
  const [requests, cpu, pods, memory, latency] = [series('requests'), series('cpu'), series('pods'), series('memory'), series('latency')]; // prettier-ignore
  if (requests.size === 0 && memory.size === 0) throw nothingMeasured();
  const quiet = [...cpu].filter(([time]) => (requests.get(time) ?? Infinity) < LEAST_RATE);
  const idle = quiet.map(([time, cores]) => cores / Math.max(1, pods.get(time) ?? 1));
  const idleEach = [...idle].sort((a, b) => a - b)[Math.floor(idle.length / 2)] ?? 0;
  const busy = [...cpu].filter(([time]) => (requests.get(time) ?? 0) >= LEAST_RATE);
  const costs = busy.map(([time, cores]) => (cores - idleEach * (pods.get(time) ?? 0)) / (requests.get(time) ?? 1));
  const cost = [...costs].sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0;
  const inFlight = series('concurrency');
  const perPod = [...inFlight].flatMap(([time, requests]): (readonly [number, number])[] => {
    const count = pods.get(time) ?? 0;
    return count > 0 ? [[requests / count, memory.get(time) ?? 0]] : [];
  });
  const ofRequests = ofConcurrency(perPod, 'requests that are answered at once');
  const rest = [...latency]
    .filter(([time]) => (requests.get(time) ?? 0) >= LEAST_RATE)
    .map(([, seconds]) => seconds - cost);
  return {
    version: 1,
    parameters: [
      ...measured(
        'cpuPerRequest',
        's',
        costs.filter((each) => each > 0),
        'CPU of all pods without that of idle ones, over requests',
      ),
      ...measured('idleCpu', 'cores', idle, 'CPU per pod where there were no requests'),
      ...measured(
        'memory',
        'bytes',
        [...memory.values()].filter((each) => each > 0),
        'working set per pod',
      ),
      ...measured(
        'extraLatency',
        's',
        rest.filter((each) => each >= 0),
        'latency without the CPU of a request',
      ),
      ...ofRequests.parameters,
    ],
    observed: ofRequests.observed,
    unknown: [
      ...(costs.length > 0 ? [] : ['cpuPerRequest: needs --prometheus requests=FILE and cpu=FILE of the same time']),
      ...(idle.length > 0 ? [] : ['idleCpu: needs a time without requests']),
      ...(ofRequests.observed.length > 0
        ? []
        : ['memoryPerRequest: needs --prometheus concurrency=FILE, pods=FILE and memory=FILE']),
      'startSeconds, bootSeconds: a recording of the autoscaler tells them',
    ],
  };
}

function nothingMeasured(): InputError {
  return new InputError({
    what: 'Nothing was measured: there are neither requests nor memory.',
    why: 'What a request costs is CPU over requests.',
    fix: 'Save what Prometheus answers to the queries of calibrate --queries, and pass them as --prometheus requests=FILE and cpu=FILE.',
  });
}
