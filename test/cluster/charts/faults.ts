import { Chart, Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AppImage,
  HealthCheck,
  KedaFallback,
  MetricQuery,
  ScalableWebApp,
  ScalingRules,
  SecuredNamespace,
  SiegeLoadJob,
} from '../../../lib';
import { profile } from '../kubernetes/cluster';
import { manifestFiles, synthesize } from './labs';

export const FAULTS = 'faults';

/** How many replicas `by-query` falls back to, and after how many failures of its source. */
export const FALLBACK_REPLICAS = 3;

const FAST = { scaleDown: ScalingRules.of({ stabilizationWindow: Duration.seconds(5) }) };

/**
 * Apps whose surroundings fail: one scaled on CPU, one on an answer of Prometheus, one on the same with a fallback, one that never gets ready,
 * and one with requests coming in all the time.
 */
export async function faultsFiles(): Promise<string[]> {
  const folder = synthesize(await profile(), (app) => {
    const chart = new Chart(app, FAULTS, { namespace: FAULTS });
    new SecuredNamespace(chart, 'namespace');
    const small = { image: AppImage.echoHname(), cpu: { request: Cpu.millis(20) } };

    new ScalableWebApp(chart, 'by-cpu', small).scaleOnCpu(50, { minReplicas: 2, maxReplicas: 4, behavior: FAST });

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
