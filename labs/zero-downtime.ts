import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  Exposure,
  HealthCheck,
  Rollout,
  ScalableWebApp,
  SecuredNamespace,
  SiegeLoadJob,
  SiegeLoadPod,
} from '../lib';

/** Lab zero-downtime: siege an order service while it scales out, and while it is rolled out without and with a readiness probe. */
export class ZeroDowntimeLab extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'zero-downtime' });
    new SecuredNamespace(this, 'namespace');

    const order = {
      image: AppImage.order(),
      exposure: Exposure.clusterIp({ ports: [{ port: 8080 }] }),
      cpu: { request: Cpu.millis(200) },
      memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) },
    };

    const scaled = new ScalableWebApp(this, 'order', order);
    scaled.scaleOnCpu(50, { minReplicas: 1, maxReplicas: 3 });

    const withoutReadiness = new ScalableWebApp(this, 'order-without-readiness', {
      ...order,
      replicas: 1,
      readiness: HealthCheck.none('the lab shows what a rollout loses without one'),
      rollout: Rollout.rolling({ preStopPause: Duration.seconds(0) }),
    });

    const withReadiness = new ScalableWebApp(this, 'order-with-readiness', {
      ...order,
      replicas: 1,
      readiness: HealthCheck.http('/orders', {
        initialDelay: Duration.seconds(10),
        timeout: Duration.seconds(2),
        period: Duration.seconds(5),
        failureThreshold: 10,
      }),
    });

    new SiegeLoadPod(this, 'siege');
    const orders = { path: '/orders' };
    const run = { suspended: true, concurrency: 1, time: Duration.seconds(60), delay: Duration.seconds(1) };
    new SiegeLoadJob(this, 'siege-smoke', { ...run, target: scaled.endpoint(orders), time: Duration.seconds(2) });
    new SiegeLoadJob(this, 'siege-scale-out', {
      ...run,
      target: scaled.endpoint(orders),
      concurrency: 20,
      time: Duration.minutes(2),
      delay: undefined,
    });
    new SiegeLoadJob(this, 'siege-without-readiness', { ...run, target: withoutReadiness.endpoint(orders) });
    new SiegeLoadJob(this, 'siege-with-readiness', {
      ...run,
      target: withReadiness.endpoint(orders),
      availability: 100,
    });
  }
}
