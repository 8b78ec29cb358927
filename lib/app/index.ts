export * from './app-image';
export * from './disruption-budget';
export * from './exposure';
export * from './health-check';
export * from './pod-spread';
export * from './rollout';
export * from './scalable-web-app';
export * from './scalable-web-app-props';
