import * as fs from 'node:fs';
import * as path from 'node:path';
import { Load, type Fields, type PredictOptions } from '../lib/simulation';

/** A load, and the autoscaler that somebody wrote for it. */
export interface Trace {
  readonly name: string;
  /** What it is, or where it comes from. */
  readonly source: string;
  readonly manifests: readonly Fields[];
  readonly options: PredictOptions;
}

const HOUR = 3600;

/** What a start setting is: what many tutorials have, and a minimum for the peak "to be safe". */
interface Start {
  readonly min: number;
  readonly max: number;
  readonly percent?: number;
  readonly memory?: number;
  readonly down?: number;
  readonly limit?: string;
}

const NAME = { name: 'web', namespace: 'shop' };

function deployment(limit: string): Fields {
  const container = {
    name: 'web',
    image: 'ghcr.io/acme/shop:1.4.2',
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: limit } },
    readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 5 },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: NAME,
    spec: { selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [container] } } },
  };
}

function resource(name: string, averageUtilization: number): Fields {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}

function hpa({ min, max, percent = 50, memory, down, limit = '500m' }: Start): Fields[] {
  return [
    deployment(limit),
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: NAME,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: min,
        maxReplicas: max,
        metrics: [
          ...(percent > 0 ? [resource('cpu', percent)] : []),
          ...(memory === undefined ? [] : [resource('memory', memory)]),
        ],
        ...(down !== undefined && { behavior: { scaleDown: { stabilizationWindowSeconds: down } } }),
      },
    },
  ];
}

function keda(min: number, max: number, triggers: readonly Fields[]): Fields[] {
  return [
    deployment('500m'),
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: NAME,
      spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: min, maxReplicaCount: max, triggers },
    },
  ];
}

/** Points at equal distances, as a CSV has them. */
function points(name: string, duration: number, step: number, rate: (second: number) => number) {
  const lines = Array.from(
    { length: duration / step + 1 },
    (_, index) => `${index * step},${Math.max(0, rate(index * step)).toFixed(2)}`,
  );
  return Load.fromCsv(lines.join('\n'), name);
}

/** What all of them measured: what a request costs, and what a pod needs to come. */
const MEASURED = { cpuPerRequest: [0.009, 0.011], startSeconds: [2, 5], bootSeconds: [1, 3] } as const;

function bell(second: number, middle: number, width: number): number {
  return Math.exp(-(((second - middle) / width) ** 2));
}

/** How long the traces of a day take: 90 minutes, so that the bench ends. */
const DAY = 1.5 * HOUR;

function recorded(file: string): string {
  return fs.readFileSync(path.join(__dirname, 'traces', file), 'utf8');
}

/** Users by the hour, of which each takes five minutes. */
function usersByHour(file: string): Load {
  const hours = recorded(file)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const points = hours.map(([hour = 0, users = 0]) => [hour * 300, users] as const);
  return { kind: 'users', text: file, users: { shape: 'steps', points }, thinkSeconds: 1, keepAlive: false };
}

/** Ten traces: eight that are generated, and two from public experiments. */
export const TRACES: readonly Trace[] = [
  {
    name: 'office hours',
    source: 'generated: a quiet night, a plateau by day with a dip at noon, a day of 90 minutes',
    manifests: hpa({ min: 6, max: 30 }),
    options: {
      load: points('office', DAY, 60, (t) => {
        const day = t / DAY;
        return (
          20 + 280 / (1 + Math.exp(-(day - 0.35) * 40)) / (1 + Math.exp((day - 0.75) * 40)) - 60 * bell(day, 0.53, 0.04)
        );
      }),
      duration: DAY,
      world: MEASURED,
    },
  },
  {
    name: 'spike',
    source: 'generated: ten times the usual load for five minutes',
    manifests: hpa({ min: 8, max: 60 }),
    options: { load: 'spike:40..400rps@20m/5m', duration: HOUR, world: MEASURED },
  },
  {
    name: 'flash crowd',
    source: 'generated: up within a minute, and back over half an hour',
    manifests: hpa({ min: 6, max: 50 }),
    options: {
      load: points(
        'flash',
        HOUR,
        15,
        (t) => 30 + (t < 900 ? 0 : 400 * Math.min(1, (t - 900) / 60) * Math.exp(-Math.max(0, t - 960) / 900)),
      ),
      duration: HOUR,
      world: MEASURED,
    },
  },
  {
    name: 'slow start',
    source: 'generated: a JVM that boots for 40 s, busy as it does, under a wave',
    manifests: hpa({ min: 5, max: 40, limit: '1' }),
    options: {
      load: 'wave:40..260rps/1h',
      duration: HOUR,
      world: { ...MEASURED, bootSeconds: [30, 45], bootCpu: 0.8 },
    },
  },
  {
    name: 'queue bursts',
    source: 'generated: messages in bursts of three minutes, by KEDA',
    manifests: keda(3, 30, [
      {
        type: 'rabbitmq',
        metadata: {
          queueName: 'orders',
          mode: 'QueueLength',
          value: '10',
          host: 'amqp://guest:guest@rabbitmq.shop.svc:5672/',
        },
      },
    ]),
    options: {
      load: points('bursts', HOUR, 15, (t) => (t % 1200 < 180 ? 80 : 6)),
      duration: HOUR,
      world: { ...MEASURED, cpuPerRequest: [0.045, 0.055] },
    },
  },
  {
    name: 'memory bound',
    source: 'generated: every request that is answered holds 12 MiB, scaled by memory and CPU',
    manifests: hpa({ min: 6, max: 40, percent: 60, memory: 50 }),
    options: {
      load: 'wave:40..240rps/1h',
      duration: HOUR,
      world: { ...MEASURED, memory: 90 * 2 ** 20, memoryPerRequest: 12 * 2 ** 20, extraLatency: [0.1, 0.2] },
    },
  },
  {
    name: 'two peaks',
    source: 'generated: morning and evening, a day of 90 minutes',
    manifests: hpa({ min: 6, max: 40 }),
    options: {
      load: points('peaks', DAY, 60, (t) => 30 + 220 * bell(t / DAY, 0.35, 0.08) + 300 * bell(t / DAY, 0.8, 0.07)),
      duration: DAY,
      world: MEASURED,
    },
  },
  {
    name: 'cron',
    source: 'generated: a job on the hour and at half past sends requests for four minutes',
    manifests: hpa({ min: 8, max: 40 }),
    options: {
      load: points('cron', HOUR, 15, (t) => 25 + (t % 1800 < 240 ? 200 * Math.min(1, (t % 1800) / 30) : 0)),
      duration: HOUR,
      world: MEASURED,
    },
  },
  {
    name: 'short experiment',
    source: 'public: 30 minutes of the custom-pod-autoscaler experiments, a peak every five minutes',
    manifests: hpa({ min: 3, max: 12 }),
    options: {
      load: Load.fromCsv(recorded('short-experiment.csv'), 'short-experiment.csv'),
      duration: 1800,
      world: { ...MEASURED, cpuPerRequest: [0.15, 0.25] },
    },
  },
  {
    name: 'long experiment',
    source: 'public: a day of the custom-pod-autoscaler experiments in two hours, users of Locust',
    manifests: hpa({ min: 4, max: 20 }),
    options: {
      load: usersByHour('long-experiment.csv'),
      duration: 7200,
      world: { ...MEASURED, cpuPerRequest: [0.05, 0.07] },
    },
  },
];
