import { Chart, Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  ArgoRollout,
  GatewayReference,
  IngressClass,
  RolloutStep,
  RolloutStrategy,
  ScalableWebApp,
  SecuredNamespace,
} from '../../lib';

/** New versions on trial, in three ways: by weights of a Gateway, by an ingress-nginx, and step by step with Argo Rollouts. */
export class Canary extends Chart {
  constructor(scope: Construct) {
    super(scope, 'canary', { namespace: 'checkout' });
    new SecuredNamespace(this, 'namespace');

    const cart = this.version('cart', '4.1.0');
    const newCart = this.version('cart-canary', '4.2.0');
    cart.routeThrough(GatewayReference.of('edge', { namespace: 'gateways' }), {
      host: 'cart.example.com',
      canary: { service: newCart.service, weight: 10 },
    });

    const edge = IngressClass.community();
    const route = { host: 'prices.example.com', tlsSecretName: 'prices-tls' };
    this.version('prices', '2.8.0').routeThrough(edge, route);
    this.version('prices-canary', '2.9.0').routeThrough(edge.withOptions({ canaryWeight: 10 }), route);

    const search = new ScalableWebApp(this, 'search', {
      image: AppImage.of('ghcr.io/acme/search:1.12.0', { port: 8080, uid: 10001 }),
      cpu: { request: Cpu.millis(200) },
    });
    new ArgoRollout(this, 'rollout', {
      workload: search,
      strategy: RolloutStrategy.canary({
        steps: [RolloutStep.setWeight(20), RolloutStep.pause(Duration.minutes(5)), RolloutStep.setWeight(50)],
      }),
    }).scaleOnCpu(60, { minReplicas: 2, maxReplicas: 10 });
  }

  private version(id: string, version: string): ScalableWebApp {
    const app = new ScalableWebApp(this, id, {
      image: AppImage.of(`ghcr.io/acme/${id.split('-')[0]}:${version}`, { port: 8080, uid: 10001 }),
      cpu: { request: Cpu.millis(200) },
    });
    app.scaleOnCpu(60, { minReplicas: 2, maxReplicas: 10 });
    return app;
  }
}
