import { text } from '../kubernetes/fields';
import { groupOfApiVersion, isBuiltIn, isConfiguration } from './api-groups';
import { type Manifest } from './manifest';

/** Groups of resources that clusters serve, of which an object without metadata is a mistake. */
const SERVED =
  /^(?:(?:.*\.)?keda\.sh|monitoring\.coreos\.com|gateway\.networking\.k8s\.io|metallb\.io|argoproj\.io|(?:.*\.)?cert-manager\.io|.*\.toolkit\.fluxcd\.io|(?:.*\.)?istio\.io|traefik\.io|(?:.*\.)?external-secrets\.io|autoscaling\.k8s\.io)$/;
/** Kinds of the core group that somebody writes. */
const CORE = new Set([
  ...[
    'ConfigMap',
    'Endpoints',
    'Event',
    'LimitRange',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
  ],
  ...['PodTemplate', 'ReplicationController', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount', 'Binding'],
]);
/** Kinds of files in groups that clusters serve, too. */
const FILE_KINDS = new Set(['Config', 'IstioOperator', 'Kustomization']);

/**
 * Whether a document configures a program and is not an object of a cluster: by its group, or by a kind that no API server is known to serve and
 * no metadata at all.
 */
export function isConfigurationFile(manifest: Manifest): boolean {
  const { apiVersion, kind, metadata } = manifest as Partial<Manifest>;
  if (isConfiguration(apiVersion ?? '')) return true;
  if (FILE_KINDS.has(kind ?? '') && text(metadata, 'name') === undefined) return true;
  if (metadata !== undefined) return false;
  const group = groupOfApiVersion(apiVersion);
  if (group === '') return !CORE.has(kind ?? '');
  if (isBuiltIn(group)) return false;
  return !SERVED.test(group);
}
