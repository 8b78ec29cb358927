export { type Fields } from './fields';
export * from './hpa';
export { InputError } from './input-error';
export { type Instant } from './instant';
export { DEFAULT_RELEASE, releaseFeatures, type FeatureGates, type ReleaseFeatures } from './release';
