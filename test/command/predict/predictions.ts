import {
  type Band,
  type BandSeries,
  type PredictedMetric,
  type Prediction,
  type PredictionRow,
} from '../../../lib/simulation';

const CPU: PredictedMetric = {
  name: 'cpu resource utilization (percentage of request)',
  label: 'cpu',
  unit: 'percent',
  target: 50,
  perPod: true,
};

/** A prediction that nobody made: 60 requests per second and pod, one replica more every 30 seconds up to 5, and some requests lost. */
export function prediction(changes: Partial<Prediction> = {}): Prediction {
  const durationSeconds = changes.durationSeconds ?? 300;
  const rows = Array.from({ length: durationSeconds }, (_, second) => row(second));
  const lost = rows.reduce((sum, { lost: each }) => sum + each, 0);
  const offered = rows.reduce((sum, { offered: each }) => sum + each, 0);
  return {
    scaler: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' },
    target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    minReplicas: 1,
    maxReplicas: 5,
    metrics: [CPU],
    load: 'ramp:0..300rps/2m',
    unit: 'requests',
    durationSeconds,
    rows,
    decisions: [1, 2, 3, 4].map((from) => ({
      time: from * 30 + 0.5,
      by: 'hpa',
      from,
      to: from + 1,
      raw: from + 2,
      limitedBy: from === 4 ? 'maxReplicas' : 'none',
      reason: `${CPU.name} above target`,
      explanation: [`${CPU.name} is at 150 % of its target`, `${from} -> ${from + 1} replicas`],
    })),
    events: [
      {
        ...{ time: 30.5, type: 'Normal', object: 'HorizontalPodAutoscaler/web', reason: 'SuccessfulRescale' },
        message: `New size: 2; reason: ${CPU.name} above target`,
      },
    ],
    summary: {
      ...{ initialReplicas: 1, finalReplicas: 5, peakDesired: 5, peakReady: 5 },
      ...{ secondsToPeak: 120, secondsToMax: 120, secondsToMaxReady: 125, secondsAtMax: durationSeconds - 120 },
      ...{ scaleUps: 4, scaleDowns: 0, flaps: 0, offeredRequests: offered, servedRequests: offered - lost },
      ...{ lostRequests: lost, availability: 1 - lost / offered, meanLatencySeconds: 0.08, worstLatencySeconds: 1.25 },
      ...{ p50LatencySeconds: 0.06, p95LatencySeconds: 0.3, p99LatencySeconds: 0.9 },
      ...{ coreHours: 0.05, gibHours: 0.02, nodeHours: null },
      ...{ podHours: rows.reduce((sum, { replicas }) => sum + replicas, 0) / 3600, peakUnschedulable: 0 },
    },
    stays: [],
    targets: [],
    mostAsked: 6,
    slowProbes: [],
    parameters: [
      {
        ...{ name: 'world.bootSeconds', meaning: 'From the start of a container to its readiness', value: 5 },
        ...{ unit: 's', range: [3, 8], origin: 'default', source: 'an assumption' },
      },
    ],
    seed: 1,
    runs: 1,
    ...changes,
  };
}

/** The same with what 20 runs would have given. */
export function withBands(plain: Prediction = prediction()): Prediction {
  const around = (key: 'desired' | 'ready' | 'lost', spread: number): BandSeries => ({
    p5: plain.rows.map((each) => Math.max(0, each[key] - spread)),
    p50: plain.rows.map((each) => each[key]),
    p95: plain.rows.map((each) => each[key] + spread),
  });
  const band = (value: number, spread: number): Band => ({ p5: value - spread, p50: value, p95: value + spread });
  return {
    ...plain,
    runs: 20,
    bands: {
      stepSeconds: 1,
      desired: around('desired', 1),
      ready: around('ready', 1),
      lost: around('lost', 5),
      peakDesired: { p5: 5, p50: 5, p95: 5 },
      secondsToMax: { p5: 105, p50: 120, p95: null },
      lostRequests: band(plain.summary.lostRequests, 100),
      availability: band(plain.summary.availability, 0.001),
      flaps: { p5: 0, p50: 0, p95: 1 },
      podHours: band(plain.summary.podHours, 0.05),
      meanLatencySeconds: band(0.08, 0.02),
      p50LatencySeconds: band(0.06, 0.02),
      p95LatencySeconds: band(0.3, 0.1),
      p99LatencySeconds: band(0.9, 0.2),
      worstLatencySeconds: band(1.25, 0.5),
      drivers: [],
    },
  };
}

function row(second: number): PredictionRow {
  const desired = Math.min(5, 1 + Math.floor(second / 30));
  const ready = Math.min(5, 1 + Math.floor(Math.max(0, second - 5) / 30));
  const offered = Math.min(300, second * 2.5);
  const served = Math.min(offered, ready * 60);
  return {
    ...{ second, offered, served, lost: offered - served, desired, replicas: desired, ready },
    ...{ latencySeconds: second === 0 ? null : 0.05 + (offered - served) / 100, cpuCores: served / 600 },
    ...{ metrics: [second < 15 ? null : (served / ready / 60) * 80], unschedulable: 0 },
  };
}
