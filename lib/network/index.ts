export * from './address-pool';
export * from './advertisement';
export * from './bgp-peer';
export * from './ip-address-pool';
export * from './metallb-stack';
