import { loadBalancersOf, poolsOf } from '../address-pools';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

const FIXES: { readonly [cluster: string]: string } = {
  minikube: 'Add a MetalLbStack with an address pool, run "minikube tunnel", or expose it as a NodePort.',
  kind: 'Add a MetalLbStack with an address pool, run cloud-provider-kind, or expose it as a NodePort.',
};

/** A LoadBalancer Service on a cluster where nothing gives addresses, unless it was installed otherwise. */
export const loadBalancerProvider: Rule = {
  id: 'R39',
  name: 'load-balancer-provider',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'Nothing gives a LoadBalancer Service its address.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  find,
};

function* find(index: ManifestIndex, options: CheckContext): Iterable<Mistake> {
  const cluster = options.withoutLoadBalancers;
  if (cluster === undefined || poolsOf(index).length > 0) return;
  for (const { object } of loadBalancersOf(index)) {
    yield {
      severity: 'warning',
      objects: [object],
      what: `${describe(object)} is of type LoadBalancer, and the cluster profile "${cluster}" has nothing that gives it an address.`,
      why: 'Its EXTERNAL-IP stays <pending>, unless something that gives addresses is installed otherwise.',
      fix: FIXES[cluster] ?? 'Add a MetalLbStack with an address pool, or expose it as a NodePort.',
    };
  }
}
