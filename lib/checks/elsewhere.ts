import { type CheckedObject } from './manifest';

/**
 * What the rules may know of objects that are not among those that are applied together: a rule whose other half may be there is silent.
 */
export interface Elsewhere {
  /** Whether an object of a kind, by namespace and name, is applied by something else of the same repository. */
  has(kind: string, namespace: string, name: string): boolean;
  /** Whether something else of the same repository defines or uses an API group, such as `keda.sh`. */
  hasGroup(group: string): boolean;
  /** What makes objects that nobody sees here: releases and charts of Helm, parts of a kustomization that are on the network. */
  readonly makers: readonly Maker[];
}

/** Something that makes objects that are not among the manifests. */
export interface Maker {
  /** Such as `HelmRelease "shop/web"` or `chart charts/web`. */
  readonly what: string;
  /** The namespace of what it makes, where that is known. */
  readonly namespace?: string;
}

/** Nothing is elsewhere, as far as anybody knows. */
export const NOTHING_ELSEWHERE: Elsewhere = { has: () => false, hasGroup: () => false, makers: [] };

/** A release of a chart and the like, as an object: what it makes is not among the manifests. */
export function makerOf({ manifest }: CheckedObject): boolean {
  return MAKERS.has(`${String(manifest.apiVersion).split('/')[0]}/${manifest.kind}`);
}

const MAKERS = new Set([
  'helm.toolkit.fluxcd.io/HelmRelease',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'helm.cattle.io/HelmChart',
  'k0s.k0sproject.io/ClusterConfig',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'fleet.cattle.io/GitRepo',
  'fleet.cattle.io/Bundle',
  'operators.coreos.com/Subscription',
]);
