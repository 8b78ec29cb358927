import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  CertificateIssuer,
  DisruptionBudget,
  HealthCheck,
  IngressClass,
  ScalableWebApp,
  ScalingMetric,
  SecuredNamespace,
} from '../../lib';

/** A Node API on CPU and memory, behind somebody else's F5 controller, with a certificate of cert-manager. */
export class NodeApi extends Chart {
  constructor(scope: Construct) {
    super(scope, 'node-api', { namespace: 'node-api' });
    new SecuredNamespace(this, 'namespace');

    const api = new ScalableWebApp(this, 'api', {
      image: AppImage.of('ghcr.io/acme/api:3.2.0', { port: 3000, uid: 1000 }),
      cpu: { request: Cpu.millis(250) },
      memory: { request: Size.mebibytes(256), limit: Size.mebibytes(256) },
      readiness: HealthCheck.http('/healthz'),
      disruptionBudget: DisruptionBudget.maxUnavailable('25%'),
    });
    api.routeThrough(IngressClass.f5(), {
      host: 'api.example.com',
      issuer: CertificateIssuer.clusterIssuer('letsencrypt'),
    });
    api.scaleOn([ScalingMetric.cpuUtilization(65), ScalingMetric.memoryUtilization(80)], {
      minReplicas: 3,
      maxReplicas: 15,
    });
  }
}
