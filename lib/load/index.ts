export { CurlLoadLoop, type CurlLoadLoopProps } from './curl-load-loop';
export { type LoadGeneratorProps } from './load-pod';
export { type LocustPercentile } from './locust-file';
export * from './locust-load-test';
export * from './locust-task';
export * from './metrics-probe';
export * from './siege-load-job';
export { SiegeLoadPod, type SiegeLoadPodProps } from './siege-load-pod';
export { type SiegeOptions } from './siege-options';
