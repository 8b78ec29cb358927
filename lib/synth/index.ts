export * from './app-checks';
export * from './autoscaling-app';
export * from './rendered-fields';
export * from './rule-options';
export * from './stable-workload';
export * from './stage';
export * from './synthesis-error';
export * from './warnings';
