export * from './keda-scale-targets';
export * from './keda-stack';
