/**
 * How long a prediction takes, and how much faster that is than waiting for the real controllers, for which an hour is an hour:
 * `npx tsx bench/predict.ts`.
 */
import { predict, type Fields, type PredictOptions } from '../lib/simulation';

const HOUR = 3600;

/** A Deployment with an HPA of 50 % CPU, or with a ScaledObject on its requests. */
function manifestsOf(maxReplicas: number, keda = false): Fields[] {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const container = {
    name: 'web',
    image: 'ghcr.io/acme/shop:1.4.2',
    resources: { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '1' } },
    readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  };
  const query = 'sum(rate(http_requests_total{app="web"}[2m]))';
  const metadata = { name: 'web', namespace: 'shop' };
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
  };
  const metadataOfTrigger = { serverAddress: 'http://prometheus', query, threshold: '10' };
  const triggers = [{ type: 'prometheus', metadata: metadataOfTrigger }];
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [container] } } },
    },
    keda
      ? {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          metadata,
          spec: { scaleTargetRef: target, minReplicaCount: 2, maxReplicaCount: maxReplicas, triggers },
        }
      : {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata,
          spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas, metrics: [metric] },
        },
  ];
}

/** Runs a prediction until it is warm, and says how many seconds of one core the fastest one takes: whoever else works on the machine does not count. */
function measure(name: string, budgetSeconds: number, manifests: readonly Fields[], options: PredictOptions): void {
  let fastest = Infinity;
  let peak = 0;
  for (let run = 0; run < ((options.runs ?? 1) > 1 ? 1 : 5); run += 1) {
    const start = process.cpuUsage();
    const [prediction] = predict(manifests, options);
    const { user, system } = process.cpuUsage(start);
    fastest = Math.min(fastest, (user + system) / 1e6);
    peak = prediction?.summary.peakReady ?? 0;
  }
  const simulated = Number(options.duration) * (options.runs ?? 1);
  const verdict = fastest <= budgetSeconds ? 'within' : 'ABOVE';
  console.log(
    `${name.padEnd(44)} ${fastest.toFixed(3).padStart(8)} s, ${verdict} ${budgetSeconds} s; up to ${peak} pods;` +
      ` ${Math.round(simulated / fastest).toLocaleString('en')} times as fast as the real controller`,
  );
}

const wave100 = { load: 'wave:100..1000rps/30m', duration: HOUR };
measure('1 hour of 100 pods', 0.1, manifestsOf(100), wave100);
measure('1 hour of 100 pods, KEDA and Prometheus', 0.1, manifestsOf(100, true), wave100);
measure('1,000 runs of 1 hour, 100 pods', 30, manifestsOf(100), { ...wave100, runs: 1000 });
measure('1,000 runs of 1 hour, 100 pods, KEDA', 30, manifestsOf(100, true), { ...wave100, runs: 1000 });
const day = { load: 'wave:1000..10000rps/24h', duration: 24 * HOUR };
measure('1 day of 1,000 pods', 2, manifestsOf(1000), day);
measure('1 day of 1,000 pods, KEDA and Prometheus', 2, manifestsOf(1000, true), day);
