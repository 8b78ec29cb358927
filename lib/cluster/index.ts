export { ApiRefusal } from './api-refusal';
export { connect, type Cluster } from './cluster';
export { ClusterApi } from './cluster-api';
export { Interrupted, pause } from './interrupted';
export {
  Kubectl,
  readJson,
  type CallOptions,
  type ClusterChoice,
  type Ended,
  type KubectlSurroundings,
} from './kubectl';
export { KubectlError } from './kubectl-error';
export { forbiddenIn, permissionText, type Permission } from './permission';
