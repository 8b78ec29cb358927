import { rememberedText } from '../validation';
import { fields } from '../kubernetes/fields';
import { type Manifest } from './manifest';

/** An API version that Kubernetes served once. */
export interface RemovedApi {
  readonly apiVersion: string;
  /** The kinds that it had; all of its kinds where absent. */
  readonly kinds?: readonly string[];
  /** The release that serves it no more. */
  readonly removed: string;
  readonly instead: string;
  /** Whether every object of it is one of the new version, by the name of that alone. */
  readonly hasSameFields?: (manifest: Manifest) => boolean;
}

const always = (): boolean => true;

/** An empty selector selected no pods, and selects all of them in policy/v1. */
function hasSelector(budget: Manifest): boolean {
  return Object.keys(fields(budget, 'spec', 'selector')).length > 0;
}

/**
 * API versions by the release that removed them.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const REMOVED_APIS: readonly RemovedApi[] = [
  { apiVersion: 'extensions/v1beta1', kinds: ['Ingress'], removed: '1.22', instead: 'networking.k8s.io/v1' },
  { apiVersion: 'extensions/v1beta1', kinds: ['NetworkPolicy'], removed: '1.16', instead: 'networking.k8s.io/v1' },
  {
    apiVersion: 'extensions/v1beta1',
    kinds: ['Deployment', 'DaemonSet', 'ReplicaSet'],
    removed: '1.16',
    instead: 'apps/v1',
  },
  {
    apiVersion: 'extensions/v1beta1',
    kinds: ['PodSecurityPolicy'],
    removed: '1.16',
    instead: 'Pod Security Admission',
  },
  { apiVersion: 'apps/v1beta1', removed: '1.16', instead: 'apps/v1' },
  { apiVersion: 'apps/v1beta2', removed: '1.16', instead: 'apps/v1' },
  {
    apiVersion: 'networking.k8s.io/v1beta1',
    kinds: ['Ingress', 'IngressClass'],
    removed: '1.22',
    instead: 'networking.k8s.io/v1',
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1beta1',
    removed: '1.22',
    instead: 'rbac.authorization.k8s.io/v1',
    hasSameFields: always,
  },
  { apiVersion: 'apiextensions.k8s.io/v1beta1', removed: '1.22', instead: 'apiextensions.k8s.io/v1' },
  { apiVersion: 'apiregistration.k8s.io/v1beta1', removed: '1.22', instead: 'apiregistration.k8s.io/v1' },
  {
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    kinds: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
    removed: '1.22',
    instead: 'admissionregistration.k8s.io/v1',
  },
  { apiVersion: 'certificates.k8s.io/v1beta1', removed: '1.22', instead: 'certificates.k8s.io/v1' },
  {
    apiVersion: 'coordination.k8s.io/v1beta1',
    kinds: ['Lease'],
    removed: '1.22',
    instead: 'coordination.k8s.io/v1',
    hasSameFields: always,
  },
  { apiVersion: 'scheduling.k8s.io/v1beta1', removed: '1.22', instead: 'scheduling.k8s.io/v1', hasSameFields: always },
  { apiVersion: 'batch/v1beta1', kinds: ['CronJob'], removed: '1.25', instead: 'batch/v1', hasSameFields: always },
  { apiVersion: 'batch/v2alpha1', removed: '1.21', instead: 'batch/v1' },
  { apiVersion: 'discovery.k8s.io/v1beta1', removed: '1.25', instead: 'discovery.k8s.io/v1' },
  { apiVersion: 'events.k8s.io/v1beta1', removed: '1.25', instead: 'events.k8s.io/v1' },
  { apiVersion: 'autoscaling/v2beta1', removed: '1.25', instead: 'autoscaling/v2' },
  {
    apiVersion: 'policy/v1beta1',
    kinds: ['PodDisruptionBudget'],
    removed: '1.25',
    instead: 'policy/v1',
    hasSameFields: hasSelector,
  },
  { apiVersion: 'policy/v1beta1', kinds: ['PodSecurityPolicy'], removed: '1.25', instead: 'Pod Security Admission' },
  { apiVersion: 'node.k8s.io/v1beta1', removed: '1.25', instead: 'node.k8s.io/v1', hasSameFields: always },
  { apiVersion: 'autoscaling/v2beta2', removed: '1.26', instead: 'autoscaling/v2', hasSameFields: always },
  { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta1', removed: '1.26', instead: 'flowcontrol.apiserver.k8s.io/v1' },
  {
    apiVersion: 'storage.k8s.io/v1beta1',
    kinds: ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
    removed: '1.22',
    instead: 'storage.k8s.io/v1',
    hasSameFields: always,
  },
  {
    apiVersion: 'storage.k8s.io/v1beta1',
    kinds: ['CSIStorageCapacity'],
    removed: '1.27',
    instead: 'storage.k8s.io/v1',
  },
  { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta2', removed: '1.29', instead: 'flowcontrol.apiserver.k8s.io/v1' },
  { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', removed: '1.32', instead: 'flowcontrol.apiserver.k8s.io/v1' },
];

const ofApiVersion = rememberedText((apiVersion) => REMOVED_APIS.filter((api) => api.apiVersion === apiVersion));

/** What an object's API version was, if Kubernetes removed it in some release. */
export function removedApiOf({ apiVersion, kind }: Manifest): RemovedApi | undefined {
  return ofApiVersion(apiVersion).find((api) => api.kinds?.includes(kind) ?? true);
}
