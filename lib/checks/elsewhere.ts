import { fields, text } from '../kubernetes/fields';
import { groupOf, isBuiltIn } from './api-groups';
import { nameOf, type CheckedObject } from './manifest';

/**
 * What the rules may know of objects that are not among those that are applied together: a rule whose other half may be there is silent.
 */
export interface Elsewhere {
  /** Whether something else of the same repository applies an object of a kind, by namespace and name. */
  has(kind: string, namespace: string, name: string): boolean;
  /** Whether something else of the same repository defines or uses an API group, such as `keda.sh`. */
  hasGroup(group: string): boolean;
  /** What makes objects that are not among the manifests. */
  readonly makers: readonly Maker[];
}

/** Something that makes objects nobody sees: a chart or its release, an operator's resource, a part of a kustomization on the network. */
export interface Maker {
  /** Such as `HelmRelease "web"` or `chart charts/web`. */
  readonly what: string;
  /** The namespace of what it makes. @default any */
  readonly namespace?: string;
}

/** Nothing is elsewhere, as far as anybody knows. */
export const NOTHING_ELSEWHERE: Elsewhere = { has: () => false, hasGroup: () => false, makers: [] };

/** Kinds that bring objects from elsewhere, with the field that names their namespace. */
const RELEASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['helm.toolkit.fluxcd.io/HelmRelease', ['spec', 'targetNamespace']],
  ['kustomize.toolkit.fluxcd.io/Kustomization', ['spec', 'targetNamespace']],
  ['helm.cattle.io/HelmChart', ['spec', 'targetNamespace']],
  ['argoproj.io/Application', ['spec', 'destination', 'namespace']],
]);
/** Kinds that bring objects into namespaces that only they know. */
const ANYWHERE = new Set([
  ...['kustomize.toolkit.fluxcd.io/Kustomization', 'argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  ...['fleet.cattle.io/GitRepo', 'fleet.cattle.io/Bundle', 'k0s.k0sproject.io/ClusterConfig'],
]);
/** Groups of resources that configure something, and make no workload and no Service. */
const CONFIGURING =
  /^(?:(?:.*\.)?keda\.sh|monitoring\.coreos\.com|gateway\.networking\.k8s\.io|(?:networking|security|telemetry|extensions)\.istio\.io|(?:.*\.)?cert-manager\.io|(?:.*\.)?external-secrets\.io|bitnami\.com|metallb\.io|traefik\.(?:io|containo\.us)|cilium\.io|(?:.*\.)?projectcalico\.org|kyverno\.io|(?:.*\.)?gatekeeper\.sh|(?:source|image|notification)\.toolkit\.fluxcd\.io|snapshot\.storage\.k8s\.io|karpenter\..*|autoscaling\.k8s\.io|kustomize\.config\.k8s\.io|(?:.*\.)?elbv2\.k8s\.aws|cloud\.google\.com|networking\.gke\.io|secrets-store\.csi\.x-k8s\.io|k8s\.cni\.cncf\.io)$/;

/** What of some objects makes others. */
export function makersIn(objects: readonly CheckedObject[]): Maker[] {
  return objects.flatMap((object) => {
    const { manifest } = object;
    const kind = `${groupOf(object)}/${manifest.kind}`;
    const what = `${manifest.kind} "${nameOf(object)}"`;
    const target = RELEASES.get(kind);
    const namespace = (target && text(manifest, ...target)) ?? text(manifest.metadata, 'namespace');
    if (ANYWHERE.has(kind)) return [{ what, namespace: target && text(manifest, ...target) }];
    if (target) return [{ what, namespace }];
    return isOperated(object) ? [{ what, namespace }] : [];
  });
}

/** Whether an operator makes something of an object: of a group that is neither Kubernetes' nor one that only configures. */
function isOperated(object: CheckedObject): boolean {
  const { manifest } = object;
  const group = groupOf(object);
  if (group === 'monitoring.coreos.com') {
    return /^(?:Prometheus|Alertmanager|ThanosRuler|PrometheusAgent)$/.test(manifest.kind);
  }
  if (group === 'argoproj.io') {
    return !/^(?:Rollout|AnalysisTemplate|ClusterAnalysisTemplate|AppProject)$/.test(manifest.kind);
  }
  return !isBuiltIn(group) && !CONFIGURING.test(group) && Object.keys(fields(manifest, 'spec')).length > 0;
}
