export * from './durations';
export * from './parse';
export * from './selectors';
export * from './shape';
