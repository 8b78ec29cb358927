import type * as kplus from 'cdk8s-plus-28';
import { type InitContainerProps, type SidecarProps } from './app-container-props';
import { type PodServiceAccount } from './pod-service-account';

/** A claim for devices, by the ResourceClaim or the template that it comes from. */
export interface PodResourceClaimOptions {
  /** What containers call it in `claims`. */
  readonly name: string;
  /**
   * Name of a ResourceClaim that all pods share.
   * @default none
   */
  readonly resourceClaimName?: string;
  /**
   * Name of a ResourceClaimTemplate, which gives each pod its own.
   * @default none
   */
  readonly resourceClaimTemplateName?: string;
}

/** What the pods of an app are and have, beside their containers: the fields of the API by their names. */
export interface AppPodProps {
  /**
   * Whom the pods are to the API server and to a cloud.
   * @default the namespace's `default`, without a token
   */
  readonly serviceAccount?: PodServiceAccount;
  /**
   * Whether the containers get a token for the API server.
   * @default false
   */
  readonly automountServiceAccountToken?: boolean;
  /**
   * Names of Secrets of type kubernetes.io/dockerconfigjson with the passwords of registries.
   * @default none
   */
  readonly imagePullSecrets?: string[];
  /**
   * Annotations of the pods.
   * @default none
   */
  readonly podAnnotations?: { [annotation: string]: string };
  /**
   * Labels of the pods alone, beside the ones that select them.
   * @default none
   */
  readonly podLabels?: { [label: string]: string };
  /**
   * Containers beside the app's own, with the same hardening.
   * @default none
   */
  readonly sidecars?: SidecarProps[];
  /**
   * Containers that run before the app's own, in this order; with `restartAlways` they go on as native sidecars.
   * @default none
   */
  readonly initContainers?: InitContainerProps[];
  /**
   * Labels of the nodes that the pods may run on.
   * @default any node, or those of the image's architecture
   */
  readonly nodeSelector?: { [label: string]: string };
  /**
   * Taints of nodes that the pods put up with.
   * @default none
   */
  readonly tolerations?: kplus.k8s.Toleration[];
  /**
   * Which nodes and which neighbours the pods want.
   * @default none
   */
  readonly affinity?: kplus.k8s.Affinity;
  /**
   * Name of the PriorityClass.
   * @default the cluster's default
   */
  readonly priorityClassName?: string;
  /**
   * Name of the RuntimeClass.
   * @default the nodes' own runtime
   */
  readonly runtimeClassName?: string;
  /**
   * Name of the scheduler.
   * @default the cluster's own
   */
  readonly schedulerName?: string;
  /**
   * Lines of the pods' /etc/hosts.
   * @default none
   */
  readonly hostAliases?: kplus.k8s.HostAlias[];
  /**
   * Where the pods ask for names.
   * @default the cluster's DNS
   */
  readonly dnsPolicy?: kplus.DnsPolicy;
  /**
   * Servers, search domains and options of their resolver.
   * @default the policy's
   */
  readonly dnsConfig?: kplus.k8s.PodDnsConfig;
  /**
   * Devices that the pods claim, for the `claims` of their containers.
   * @default none
   */
  readonly resourceClaims?: PodResourceClaimOptions[];
  /**
   * Whether the containers get environment variables for every Service of the namespace.
   * @default true, as Kubernetes does
   */
  readonly enableServiceLinks?: boolean;
  /**
   * Whether the containers see each other's processes.
   * @default false
   */
  readonly shareProcessNamespace?: boolean;
  /**
   * Fields of the pods' security context that are to be something else than the image says.
   * @default the image's uid and gid, never root
   */
  readonly podSecurityContext?: kplus.k8s.PodSecurityContext;
}
