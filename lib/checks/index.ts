export * from './check-manifests';
export * from './finding';
export { fields, list, type CheckedObject, type Fields, type Manifest } from './manifest';
export * from './release';
export { containersOf, podTemplateOf } from './pod-template';
