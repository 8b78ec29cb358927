import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  ClusterProfile,
  Environments,
  IngressClass,
  ScalableWebApp,
  SecuredNamespace,
  type EnvironmentsProps,
} from '../../lib';

/** What differs between the environments of the shop. */
interface ShopProps {
  readonly version: string;
  readonly host: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

class Shop extends Chart {
  constructor(scope: Construct, { version, host, minReplicas, maxReplicas }: ShopProps) {
    super(scope, 'shop', { namespace: 'shop' });
    new SecuredNamespace(this, 'namespace');
    const shop = new ScalableWebApp(this, 'shop', {
      image: AppImage.of(`ghcr.io/acme/shop:${version}`, { port: 8080, uid: 10001 }),
      cpu: { request: Cpu.millis(200) },
    });
    shop.routeThrough(IngressClass.f5(), { host, tlsSecretName: 'shop-tls' });
    shop.scaleOnCpu(60, { minReplicas, maxReplicas });
  }
}

/** One program for three environments: a folder for each, which Argo CD delivers to its cluster. */
export function threeEnvironments(props: EnvironmentsProps = {}): Environments {
  const environments = new Environments(props);

  const dev = environments.add('dev', { cluster: ClusterProfile.kind({ kubernetes: '1.36' }) });
  new Shop(dev, { version: '1.5.0-rc.2', host: 'shop.example.test', minReplicas: 1, maxReplicas: 2 });

  const stage = environments.add('stage', { cluster: ClusterProfile.eks({ kubernetes: '1.35', nodes: 3 }) });
  new Shop(stage, { version: '1.4.3', host: 'shop.stage.example.com', minReplicas: 2, maxReplicas: 4 });

  const prod = environments.add('prod', {
    cluster: ClusterProfile.eks({
      kubernetes: '1.35',
      nodes: 8,
      nodeCpu: Cpu.millis(3920),
      nodeMemory: Size.gibibytes(14),
    }),
  });
  new Shop(prod, { version: '1.4.2', host: 'shop.example.com', minReplicas: 3, maxReplicas: 30 });

  return environments;
}
