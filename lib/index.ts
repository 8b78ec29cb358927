export * from './app';
export * from './keda';
export * from './load';
export * from './metrics';
export * from './network';
export {
  ClusterProfile,
  ClusterSingletons,
  CrdComponent,
  CustomResourceDefinitions,
  Endpoint,
  PodSecurity,
  PodSecurityLevel,
  SecuredNamespace,
  type ClusterProfileOptions,
  type CustomResourceDefinitionsProps,
  type EndpointOptions,
  type KindProfileOptions,
  type PrometheusReference,
  type RestrictedOptions,
  type RootOptions,
  type SecuredNamespaceProps,
  type ServiceReference,
} from './platform';
export * from './scaling';
export {
  AutoscalingApp,
  KindCluster,
  Stage,
  SynthesisError,
  assignStage,
  patchRendered,
  type AutoscalingAppProps,
} from './synth';
export { ConstructError, type Problem } from './validation';
export * from './versions';
