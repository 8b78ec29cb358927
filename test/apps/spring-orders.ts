import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  EnvironmentSource,
  HealthCheck,
  IngressClass,
  Rollout,
  ScalableWebApp,
  ScalingPolicy,
  ScalingRules,
  SecuredNamespace,
} from '../../lib';

/** Spring Boot: slow to start, checked at its management port, and scaled in steps that a warming JVM can follow. */
export class SpringOrders extends Chart {
  constructor(scope: Construct) {
    super(scope, 'spring-orders', { namespace: 'orders' });
    new SecuredNamespace(this, 'namespace');

    const management = { port: 8081 };
    const orders = new ScalableWebApp(this, 'orders', {
      image: AppImage.of('ghcr.io/acme/orders:7.4.1', {
        port: 8080,
        uid: 1001,
        additionalPorts: [{ name: 'management', port: 8081 }],
        writablePaths: ['/tmp'],
      }),
      cpu: { request: Cpu.units(1) },
      memory: { request: Size.gibibytes(1), limit: Size.gibibytes(1) },
      envFrom: [EnvironmentSource.configMap({ name: 'orders' }), EnvironmentSource.secret({ name: 'orders-database' })],
      startup: HealthCheck.http('/actuator/health/liveness', { ...management, failureThreshold: 60 }),
      readiness: HealthCheck.http('/actuator/health/readiness', management),
      liveness: HealthCheck.http('/actuator/health/liveness', management),
      rollout: Rollout.rolling({ maxSurge: 1, minReady: Duration.seconds(30) }),
    });
    orders.routeThrough(IngressClass.f5(), { host: 'orders.example.com', tlsSecretName: 'orders-tls' });
    orders.scaleOnCpu(55, {
      minReplicas: 2,
      maxReplicas: 12,
      behavior: {
        scaleUp: ScalingRules.of({
          policies: [ScalingPolicy.pods(2, Duration.minutes(1))],
          stabilizationWindow: Duration.seconds(60),
        }),
        scaleDown: ScalingRules.of({
          policies: [ScalingPolicy.pods(1, Duration.minutes(2))],
          stabilizationWindow: Duration.minutes(10),
        }),
      },
    });
  }
}
