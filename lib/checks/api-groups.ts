import { at } from '../kubernetes/fields';
import { type CheckedObject, type Manifest } from './manifest';

/** Kinds of Kubernetes itself that belong to no namespace, by API group. */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'internal.apiserver.k8s.io': ['StorageVersion'],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'networking.k8s.io': ['IPAddress', 'IngressClass', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  policy: ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};

/** Groups of Kubernetes itself, which no CRD defines. */
const BUILT_IN = new Set([
  ...Object.keys(CLUSTER_SCOPED).filter((group) => !group.startsWith('gateway.') && group !== 'keda.sh'),
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'metrics.k8s.io',
  'policy',
  'storagemigration.k8s.io',
]);

/** Groups of files that configure a program and are never objects of a cluster. */
const CONFIGURATION = new Set([
  ...['kustomize.config.k8s.io', 'kind.x-k8s.io', 'kubeadm.k8s.io', 'kubelet.config.k8s.io', 'kubeproxy.config.k8s.io'],
  ...[
    'apiserver.config.k8s.io',
    'apiserver.k8s.io',
    'audit.k8s.io',
    'kubescheduler.config.k8s.io',
    'client.authentication.k8s.io',
  ],
  ...['eksctl.io', 'kops.k8s.io', 'k3d.io', 'ctlptl.dev', 'kubeone.k8c.io', 'kubeone.io', 'k0sctl.k0sproject.io'],
  ...['kuttl.dev', 'chainsaw.kyverno.io', 'cli.kyverno.io', 'kbld.k14s.io', 'vendir.k14s.io', 'imgpkg.carvel.dev'],
  ...['backstage.io', 'score.dev', 'scorecard.operatorframework.io', 'krew.googlecontainertools.github.com'],
]);

/** Whether an `apiVersion` is one of files that configure a program, such as a kustomization. */
export function isConfiguration(apiVersion: string): boolean {
  return apiVersion === 'builtin' || CONFIGURATION.has(groupOfApiVersion(apiVersion));
}

/** The API group of an `apiVersion`; '' is the core group. */
export function groupOfApiVersion(apiVersion: unknown): string {
  if (typeof apiVersion !== 'string') return '';
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The API group of an object; '' is the core group. */
export function groupOf({ manifest }: { readonly manifest: Manifest }): string {
  return groupOfApiVersion(manifest.apiVersion);
}

/** Whether Kubernetes itself serves an API group. */
export function isBuiltIn(group: string): boolean {
  return BUILT_IN.has(group);
}

/** Whether an object belongs to no namespace: by its kind, or by the CRD that defines it. */
export function isClusterScoped(object: CheckedObject, definitions: readonly CheckedObject[] = []): boolean {
  const group = groupOf(object);
  const { kind } = object.manifest;
  if (CLUSTER_SCOPED[group]?.includes(kind)) return true;
  return definitions.some(
    ({ manifest }) =>
      at(manifest, 'spec', 'group') === group &&
      at(manifest, 'spec', 'names', 'kind') === kind &&
      at(manifest, 'spec', 'scope') === 'Cluster',
  );
}
