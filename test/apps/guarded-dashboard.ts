import { Chart, Size } from 'cdk8s';
import { Cpu, EnvValue } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  EnvironmentSource,
  Exposure,
  IngressClass,
  MetricTarget,
  PodVolume,
  ScalableWebApp,
  ScalingMetric,
  SecuredNamespace,
} from '../../lib';

/** A dashboard behind oauth2-proxy: requests reach the sidecar, an init container fetches the pages, and the app's own container is measured. */
export class GuardedDashboard extends Chart {
  constructor(scope: Construct) {
    super(scope, 'guarded-dashboard', { namespace: 'dashboard' });
    new SecuredNamespace(this, 'namespace');

    const pages = PodVolume.emptyDir('pages', { sizeLimit: Size.mebibytes(64) });
    const dashboard = new ScalableWebApp(this, 'dashboard', {
      image: AppImage.of('ghcr.io/acme/dashboard:5.0.2', { port: 3000, uid: 10001 }),
      cpu: { request: Cpu.millis(200) },
      volumeMounts: [pages.at('/srv/pages', { readOnly: true })],
      initContainers: [
        {
          name: 'fetch-pages',
          image: AppImage.of('ghcr.io/acme/pages:5.0.2', { uid: 10001, args: ['/out'] }),
          volumeMounts: [pages.at('/out')],
        },
      ],
      sidecars: [
        {
          name: 'oauth2-proxy',
          image: AppImage.of('quay.io/oauth2-proxy/oauth2-proxy:v7.7.1', { port: 4180, portName: 'proxy', uid: 65532 }),
          cpu: { request: Cpu.millis(50) },
          environment: { OAUTH2_PROXY_UPSTREAMS: EnvValue.fromValue('http://127.0.0.1:3000') },
          envFrom: [EnvironmentSource.secret({ name: 'oauth2-proxy' })],
        },
      ],
      exposure: Exposure.clusterIp({ ports: [{ name: 'proxy', port: 80 }] }),
    });
    dashboard.routeThrough(IngressClass.f5(), { host: 'dashboard.example.com', tlsSecretName: 'dashboard-tls' });
    dashboard.scaleOn([ScalingMetric.containerResource('dashboard', 'cpu', MetricTarget.averageUtilization(60))], {
      minReplicas: 2,
      maxReplicas: 6,
    });
  }
}
