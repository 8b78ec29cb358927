import { Chart, Duration } from 'cdk8s';
import { Endpoint, SiegeLoadJob } from '../../../lib';
import { profile } from '../kubernetes/cluster';
import { manifestFiles, synthesize } from './labs';

export const ROLLOUT_SECONDS = 90;

/** Twenty users on each of the two services of lab zero-downtime, for as long as a rollout and a way down take. */
export async function rolloutSieges(): Promise<string[]> {
  const folder = synthesize(await profile(), (app) => {
    const chart = new Chart(app, 'rollouts', { namespace: 'zero-downtime' });
    for (const service of ['order-without-readiness', 'order-with-readiness']) {
      new SiegeLoadJob(chart, `siege-20-${service}`, {
        target: Endpoint.ofService(
          chart,
          { name: service, metadata: { namespace: 'zero-downtime' }, ports: [{ port: 8080 }] },
          { path: '/orders' },
        ),
        concurrency: 20,
        time: Duration.seconds(ROLLOUT_SECONDS),
        delay: Duration.millis(100),
        availability: 100,
      });
    }
  });
  return manifestFiles(folder);
}
