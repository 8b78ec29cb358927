import { Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { AppImage, AppProtocol, HealthCheck, IngressClass, ScalableWebApp, SecuredNamespace } from '../../lib';

/** A gRPC service in Go: checked by gRPC, and routed as gRPC through F5's controller. */
export class GoGrpc extends Chart {
  constructor(scope: Construct) {
    super(scope, 'go-grpc', { namespace: 'prices' });
    new SecuredNamespace(this, 'namespace');

    const prices = new ScalableWebApp(this, 'prices', {
      image: AppImage.of('ghcr.io/acme/prices:0.19.0', { port: 9000, portName: 'grpc', uid: 65532 }),
      cpu: { request: Cpu.millis(200) },
      readiness: HealthCheck.grpc(),
      liveness: HealthCheck.grpc({ service: 'liveness' }),
    });
    prices.routeThrough(IngressClass.f5(), {
      host: 'prices.example.com',
      tlsSecretName: 'prices-tls',
      protocol: AppProtocol.GRPC,
    });
    prices.scaleOnCpu(60, { minReplicas: 2, maxReplicas: 20 });
  }
}
