export * from './counters';
export * from './durations';
export { grafanaVariableIn, withoutGrafanaVariables } from './grafana-variable';
export { operationOf } from './operators';
export * from './parse';
export * from './problems';
export * from './selectors';
export * from './shape';
export * from './windows';
