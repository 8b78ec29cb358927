export { fields, list, type Fields } from '../kubernetes/fields';
export { checkManifests } from './check-manifests';
export { type CheckContext, type CheckOptions, type ClusterCapacity, type RuleLevel } from './check-options';
export { type Elsewhere } from './elsewhere';
export * from './finding';
export { type CheckedObject, type Manifest } from './manifest';
export * from './network-policy';
export { isAtLeast } from '../kubernetes/release';
export { containersOf, podTemplateOf, WORKLOAD_KINDS } from './pod-template';
export { optionsProblem } from './options-problem';
export { findRule, RULES } from './registry';
export { isRetiredImage } from './retired-images';
export { type FindMistakes, type FixSafety, type Rule, type RuleScope } from './rule';
export {
  ManifestValidation,
  resourceKey,
  type ManifestValidationContext,
  type ManifestValidationReport,
  type ManifestViolation,
  type ViolatingManifest,
} from './plugin';
