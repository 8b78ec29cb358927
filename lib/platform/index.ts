export * from './cluster-profile';
export * from './cluster-scoped-object';
export * from './cluster-singletons';
export * from './custom-resource-definitions';
export * from './endpoint';
export * from './pod-security';
export * from './secured-namespace';
