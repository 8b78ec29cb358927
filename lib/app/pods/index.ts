export * from './app-container-props';
export * from './app-pod-props';
export * from './environment-source';
export * from './named-object';
export * from './pod-service-account';
export * from './pod-volume';
export * from './pod-volume-mount';
export * from './pod-volume-options';
export { type VolumeClaimOptions } from './volume-claim';
