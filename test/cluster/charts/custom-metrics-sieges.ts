import { Chart, Duration } from 'cdk8s';
import { Endpoint, SiegeLoadJob } from '../../../lib';
import { profile } from '../kubernetes/cluster';
import { manifestFiles, synthesize } from './labs';

export const SIEGE_USERS = 5;

const SECONDS = 180;

/** The load of lab custom-metrics from few processes: ten curl loops for each app would need more cores than a small machine has. */
export async function customMetricsSieges(): Promise<string[]> {
  const folder = synthesize(await profile(), (app) => {
    const chart = new Chart(app, 'custom-metrics-sieges', { namespace: 'custom-metrics' });
    for (const service of ['nginx-custom-metric', 'nginx-keda-example']) {
      const metadata = { namespace: 'custom-metrics' };
      new SiegeLoadJob(chart, `siege-${service}`, {
        target: Endpoint.ofService(chart, { name: service, metadata, ports: [{ port: 80 }] }),
        concurrency: SIEGE_USERS,
        time: Duration.seconds(SECONDS),
        delay: Duration.millis(20),
      });
    }
  });
  return manifestFiles(folder);
}
