export * from './app';
export * from './ingress';
export * from './load';
export * from './metrics';
export {
  ClusterProfile,
  ClusterSingletons,
  Endpoint,
  Instructions,
  KnownMetric,
  MetricType,
  OutsideAddress,
  PathType,
  PodSecurity,
  PodSecurityLevel,
  SecuredNamespace,
  type ClusterProfileOptions,
  type CurlOptions,
  type EndpointOptions,
  type ExposedPortReference,
  type ExposedServiceReference,
  type IInstructed,
  type IRoute,
  type IRouter,
  type Instruction,
  type KnownMetricProps,
  type RestrictedOptions,
  type RootOptions,
  type RouteBackend,
  type RouteOptions,
  type RoutePath,
  type RouteProps,
  type RouteTarget,
  type SecuredNamespaceProps,
  type ServiceReference,
} from './platform';
export * from './scaling';
export { AutoscalingApp, Stage, SynthesisError, assignStage, patchRendered, type AutoscalingAppProps } from './synth';
export { ConstructError, type Problem } from './validation';
export * from './versions';
