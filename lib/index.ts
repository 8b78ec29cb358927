export * from './app';
export { ManifestValidation } from './checks';
export * from './load';
export * from './metrics';
export {
  ClusterProfile,
  ClusterSingletons,
  Endpoint,
  PodSecurity,
  PodSecurityLevel,
  SecuredNamespace,
  type ClusterProfileOptions,
  type EndpointOptions,
  type RestrictedOptions,
  type RootOptions,
  type SecuredNamespaceProps,
  type ServiceReference,
} from './platform';
export * from './scaling';
export {
  AutoscalingApp,
  Stage,
  SynthesisError,
  assignStage,
  patchRendered,
  type AutoscalingAppProps,
  type RuleOptions,
} from './synth';
export { ConstructError, type Problem } from './validation';
export * from './versions';
