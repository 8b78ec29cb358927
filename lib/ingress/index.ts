export { AdmissionWebhook } from './community/community-admission';
export * from './classes';
export { CommunityIngressRoute, type CommunityIngressRouteProps } from './community/community-ingress-route';
export {
  CommunityNginxIngressStack,
  type CommunityNginxIngressStackProps,
} from './community/community-nginx-ingress-stack';
export { CommunityLoadBalancing, type CommunityRouteOptions } from './community/community-route-options';
export { F5IngressRoute, type F5IngressRouteProps } from './f5/f5-ingress-route';
export { F5LoadBalancing, type F5RouteOptions } from './f5/f5-route-options';
export { F5Naming } from './f5/f5-names';
export { F5NginxIngressStack, type F5NginxIngressStackProps } from './f5/f5-nginx-ingress-stack';
export { GatewayClass } from './gateway/gateway-class';
export { GatewayReference, type GatewayReferenceOptions } from './gateway/gateway-reference';
export { GatewayRoute, type GatewayRouteProps } from './gateway/gateway-route';
export { HttpGateway, RouteNamespaces, type HttpGatewayProps } from './gateway/http-gateway';
export * from './ingress-exposure';
export {
  IngressMetricsService,
  type IngressMetricsPort,
  type IngressMetricsServiceProps,
} from './ingress-metrics-service';
export { type AnnotatedRouteOptions } from './route-annotations';
export { IngressRoute, type NginxRouteOptions } from './ingress-route';
export { NginxIngressMetrics, type NginxIngressMetricsProps } from './nginx-ingress-metrics';
export {
  IngressWorkload,
  NginxIngressStack,
  type NginxIngressIdentity,
  type NginxIngressStackProps,
} from './nginx-ingress-stack';
export { ErrorLogLevel, type NginxTuning } from './nginx-tuning';
