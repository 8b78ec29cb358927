import { Chart, Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { AppImage, KedaTrigger, MetricExporter, ScalableWebApp, SecuredNamespace } from '../../lib';

/** An intranet for office hours: pods while people work or requests come, none at night. */
export class Intranet extends Chart {
  constructor(scope: Construct) {
    super(scope, 'intranet', { namespace: 'intranet' });
    new SecuredNamespace(this, 'namespace');

    const intranet = new ScalableWebApp(this, 'intranet', {
      image: AppImage.podinfo(),
      cpu: { request: Cpu.millis(100) },
    });
    intranet.scaleOnTriggers(
      [
        KedaTrigger.cron({ start: '0 8 * * 1-5', end: '0 19 * * 1-5', timezone: 'Europe/Berlin', replicas: 2 }),
        KedaTrigger.prometheus({
          prometheus: {
            url: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
            scrapeInterval: Duration.seconds(15),
          },
          query: MetricExporter.PODINFO.counter('http_requests_total')
            .of(intranet)
            .rate({ window: Duration.minutes(1) })
            .sum(),
          threshold: 50,
        }),
      ],
      { minReplicas: 0, maxReplicas: 10, cooldown: Duration.minutes(10) },
    );
  }
}
