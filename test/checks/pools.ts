import { type CheckedObject, type Fields } from '../../lib/checks';
import { checked, service } from './objects';

/** An object of MetalLB's own namespace. */
export function metalLb(kind: string, name: string, spec: Fields = {}, metadata: Fields = {}): CheckedObject {
  const apiVersion = 'metallb.io/v1beta1';
  return checked(
    { apiVersion, kind, metadata: { name, namespace: 'metallb-system', ...metadata }, spec },
    `metallb/${name}`,
  );
}

/** A pool of MetalLB. */
export function pool(name: string, addresses: readonly string[], spec: Fields = {}, metadata: Fields = {}) {
  return metalLb('IPAddressPool', name, { addresses, ...spec }, metadata);
}

/** A Service of type LoadBalancer, with annotations of MetalLB's. */
export function loadBalancer(name: string, annotations: Fields = {}, spec: Fields = {}): CheckedObject {
  const { manifest, origin } = service(name, { type: 'LoadBalancer', ...spec });
  return checked({ ...manifest, metadata: { ...manifest.metadata, annotations } }, origin);
}
