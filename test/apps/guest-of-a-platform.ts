import { Chart, Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  IngressClass,
  MetricExporter,
  PrometheusOperatorReference,
  ScalableWebApp,
  SecuredNamespace,
} from '../../lib';

/** A guest on a platform that others run: their kube-prometheus-stack, their KEDA, their ingress-nginx. It installs nothing. */
export class GuestOfAPlatform extends Chart {
  constructor(scope: Construct) {
    super(scope, 'guest', { namespace: 'guest' });
    new SecuredNamespace(this, 'namespace');

    const prometheus = new PrometheusOperatorReference(this, 'prometheus', {
      monitorLabels: { release: 'kube-prometheus-stack' },
      namespace: 'monitoring',
    });
    const guest = new ScalableWebApp(this, 'guest', { image: AppImage.podinfo(), cpu: { request: Cpu.millis(100) } });
    prometheus.monitor(guest.service);
    guest.routeThrough(IngressClass.community('nginx'), { host: 'guest.example.com', tlsSecretName: 'guest-tls' });
    guest.scaleOnQuery(
      MetricExporter.PODINFO.counter('http_requests_total')
        .of(guest)
        .rate({ window: Duration.minutes(2) })
        .sum(),
      { prometheus, threshold: 40, minReplicas: 2, maxReplicas: 12 },
    );
  }
}
