import * as fs from 'node:fs';
import { Chart, Duration } from 'cdk8s';
import { ConfigMap, Cpu, EnvValue } from 'cdk8s-plus-28';
import { parseAllDocuments } from 'yaml';
import {
  AppImage,
  CurlLoadLoop,
  HealthCheck,
  KedaFallback,
  MetricQuery,
  PodSecurityLevel,
  ScalableWebApp,
  ScalingRules,
  SecuredNamespace,
  SiegeLoadJob,
} from '../../../lib';
import { type Fields } from '../../../lib/simulation';
import { profile } from '../kubernetes/cluster';
import { manifestFiles, synthesize } from './labs';

export const FAULTS = 'faults';

/** How many replicas `by-query` falls back to, and after how many failures of its source. */
export const FALLBACK_REPLICAS = 3;

/** A ConfigMap with the seconds for which pods of `slow` wait before they start. */
export const SLOWNESS = 'slowness';

const FAST = { scaleDown: ScalingRules.of({ stabilizationWindow: Duration.seconds(5) }) };

/**
 * Apps whose surroundings fail: one scaled on CPU, one of which pods may be slow to start, one scaled on an answer of Prometheus, one on the same with
 * a fallback, one that never gets ready, and one with requests coming in all the time.
 */
export async function faultsFiles(): Promise<string[]> {
  const folder = synthesize(await profile(), (app) => {
    const chart = new Chart(app, FAULTS, { namespace: FAULTS });
    new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.BASELINE }); // hpa-example starts as root
    const small = { image: AppImage.echoHname(), cpu: { request: Cpu.millis(20) } };

    // a few loops keep these pods at their limit, whatever else the machine does
    const limited = { image: AppImage.hpaExample(), cpu: { request: Cpu.millis(20), limit: Cpu.millis(40) } };
    const byCpu = new ScalableWebApp(chart, 'by-cpu', limited);
    byCpu.scaleOnCpu(50, { minReplicas: 2, maxReplicas: 4, behavior: FAST });
    new CurlLoadLoop(chart, 'load-by-cpu', { target: byCpu.endpoint(), parallelism: 0 });

    const slowness = new ConfigMap(chart, SLOWNESS, { metadata: { name: SLOWNESS }, data: { seconds: '1' } });
    const wait = {
      name: 'wait',
      image: AppImage.nginxUnprivileged(),
      command: ['sh', '-c', 'sleep "$SECONDS_TO_WAIT"'],
      environment: { SECONDS_TO_WAIT: EnvValue.fromConfigMap(slowness, 'seconds') },
    };
    const slow = new ScalableWebApp(chart, 'slow', { ...limited, initContainers: [wait] });
    slow.scaleOnCpu(50, { minReplicas: 1, maxReplicas: 3, behavior: FAST });
    new CurlLoadLoop(chart, 'load-slow', { target: slow.endpoint(), parallelism: 0 });

    const query = {
      prometheus: {
        url: 'http://prometheus-server.monitoring.svc.cluster.local',
        scrapeInterval: Duration.seconds(15),
      },
      threshold: 1,
      maxReplicas: 5,
      behavior: FAST,
    };
    // One scraped node asks for one replica per threshold of 1; twice that for two.
    const two = MetricQuery.raw('count(up{job="kubernetes-nodes"}) * 2', { unit: 'nodes' });
    new ScalableWebApp(chart, 'by-query', small).scaleOnQuery(two, query);
    new ScalableWebApp(chart, 'with-fallback', small).scaleOnQuery(two, {
      ...query,
      fallback: KedaFallback.replicas(FALLBACK_REPLICAS),
    });

    const neverReady = HealthCheck.http('/never', { period: Duration.seconds(1), failureThreshold: 1 });
    new ScalableWebApp(chart, 'never-ready', {
      ...small,
      image: AppImage.nginxUnprivileged(),
      readiness: neverReady,
    }).scaleOnCpu(50, { minReplicas: 1, maxReplicas: 3, behavior: FAST });

    const served = new ScalableWebApp(chart, 'served', { ...small, replicas: 2 });
    new SiegeLoadJob(chart, 'siege-served', {
      target: served.endpoint(),
      concurrency: 5,
      time: Duration.seconds(40),
      delay: Duration.millis(200),
      availability: 100,
      suspended: true,
    });
  });
  return manifestFiles(folder);
}

/** The Deployment of an app and what scales it, as they were written. */
export function writtenOf(files: readonly string[], name: string): Fields[] {
  const objects = files.flatMap((file) =>
    parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS() as Fields),
  );
  const kinds = ['Deployment', 'HorizontalPodAutoscaler', 'ScaledObject'];
  return objects.filter(
    ({ kind, metadata }) => kinds.includes(String(kind)) && (metadata as { readonly name: string }).name === name,
  );
}
