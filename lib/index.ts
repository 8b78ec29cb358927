import * as app from './app';
import * as checks from './checks';
import * as ingress from './ingress';
import * as keda from './keda';
import * as load from './load';
import * as metrics from './metrics';
import * as network from './network';
import * as platform from './platform';
import * as scaling from './scaling';
import * as synth from './synth';

export * from './app';
export * from './ingress';
export { ManifestValidation } from './checks';
export * from './keda';
export * from './load';
export * from './metrics';
export * from './network';
export {
  AppProtocol,
  CertificateIssuer,
  ClusterDns,
  ClusterProfile,
  ClusterSingletons,
  ConnectionPeer,
  Connections,
  CrdComponent,
  CustomResourceDefinitions,
  Endpoint,
  Instructions,
  KnownMetric,
  MetricType,
  OutsideAddress,
  PathType,
  PodSecurity,
  PodSecurityLevel,
  SecuredNamespace,
  type CertificateOptions,
  type ClusterProfileOptions,
  type CurlOptions,
  type CustomResourceDefinitionsProps,
  type EndpointOptions,
  type ExposedPortReference,
  type ExposedServiceReference,
  type IInstructed,
  type Instruction,
  type IRoute,
  type IRouter,
  type KindProfileOptions,
  type KnownMetricProps,
  type PeerPorts,
  type PodsByLabel,
  type PrometheusReference,
  type RestrictedOptions,
  type RootOptions,
  type RouteBackend,
  type RouteCanary,
  type RouteOptions,
  type RoutePath,
  type RouteProps,
  type RouteTarget,
  type SecuredNamespaceProps,
  type ServiceExposure,
  type ServiceExposurePort,
  type ServiceReference,
} from './platform';
export * from './scaling';
export {
  AutoscalingApp,
  Environments,
  Isolation,
  IsolatableConstruct,
  KindCluster,
  PinnedImages,
  Stage,
  SynthesisError,
  assignStage,
  patchRendered,
  type AutoscalingAppOptions,
  type AutoscalingAppProps,
  type EnvironmentOptions,
  type EnvironmentsProps,
  type RuleOptions,
} from './synth';
export { ConstructError, type Problem } from './validation';
export * from './image-digests';
export * from './versions';

// Part by part: whoever compiles file by file, as tsx does, has only half of this module while it is loaded.
for (const part of [app, checks, ingress, keda, load, metrics, network, platform, scaling, synth]) {
  platform.checkCalls(part);
}
