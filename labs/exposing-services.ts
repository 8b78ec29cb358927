import { Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AddressPool,
  AppImage,
  ClusterProfile,
  CommunityNginxIngressStack,
  CurlLoadLoop,
  Exposure,
  IngressExposure,
  MetalLbStack,
  ScalableWebApp,
  SecuredNamespace,
} from '../lib';

/** The community's controller for lab exposing-services. Its class has a name of its own: `nginx` is F5's in lab ingress-keda. */
export class CommunityIngressChart extends Chart {
  /** The controller. */
  readonly ingress: CommunityNginxIngressStack;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.ingress = new CommunityNginxIngressStack(this, 'ingress-nginx', {
      ingressClass: 'nginx-community',
      exposure: IngressExposure.nodePort({ http: 30100, https: 30101 }),
    });
  }
}

/** Addresses for Services of type LoadBalancer, on machines of one's own: three of the network of the lab's nodes. */
export class MetalLbChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    if (ClusterProfile.of(this).name === 'eks') return; // EKS has load balancers of its own
    const metallb = new MetalLbStack(this, 'metallb');
    metallb.addPool('nginx-ip-range', AddressPool.range('192.168.56.11', '192.168.56.13'));
  }
}

/** Props of `ExposingServicesLab`. */
export interface ExposingServicesLabProps {
  /** The controller that leads to the two apps behind an Ingress. */
  readonly ingress: CommunityNginxIngressStack;
}

/** Lab exposing-services: the ways from outside to a pod, and an app that scales behind one of them. */
export class ExposingServicesLab extends Chart {
  constructor(scope: Construct, id: string, { ingress }: ExposingServicesLabProps) {
    super(scope, id, { namespace: 'exposing-services' });
    new SecuredNamespace(this, 'namespace');
    const small = { cpu: { request: Cpu.millis(10), limit: Cpu.millis(50) } };
    const hname = { ...small, image: AppImage.echoHname() };
    const ip = { ...small, image: AppImage.echoIp() };

    // 1. A port of every node, chosen by us and chosen by Kubernetes.
    const nodePort = new ScalableWebApp(this, 'np-pods', {
      ...hname,
      replicas: 1,
      serviceName: 'np-svc',
      exposure: Exposure.nodePort(30000),
    });
    nodePort.exposeAs('np-svc-v2', Exposure.nodePort());

    // 2. One entrance for several apps.
    const inHname = new ScalableWebApp(this, 'in-hname-pod', { ...hname, serviceName: 'hname-svc-default' });
    const inIp = new ScalableWebApp(this, 'in-ip-pod', { ...ip, serviceName: 'ip-svc' });
    ingress.addRoute(this, 'ingress-nginx', {
      backends: [{ service: inHname.service }, { path: '/ip', service: inIp.service, rewrite: '/' }],
    });

    // 3. A load balancer of the cloud.
    const behindLoadBalancer = { exposure: Exposure.loadBalancer() };
    if (ClusterProfile.of(this).name === 'eks') {
      new ScalableWebApp(this, 'ex-lb', { ...hname, ...behindLoadBalancer, serviceName: 'ex-svc' });
    }

    // 4. Load balancers on machines of one's own.
    const three = { ...behindLoadBalancer, replicas: 3 };
    new ScalableWebApp(this, 'lb-hname-pods', { ...hname, ...three, serviceName: 'lb-hname-svc' });
    new ScalableWebApp(this, 'lb-ip-pods', { ...ip, ...three, serviceName: 'lb-ip-svc' });

    // 5. As many pods as the load needs.
    const scaled = new ScalableWebApp(this, 'hpa-hname-pods', {
      ...hname,
      ...behindLoadBalancer,
      serviceName: 'hpa-hname-svc',
    });
    scaled.scaleOnCpu(50, { minReplicas: 1, maxReplicas: 30 });
    new CurlLoadLoop(this, 'load', { target: scaled.endpoint(), parallelism: 0 });
  }
}
