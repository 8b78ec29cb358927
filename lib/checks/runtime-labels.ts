import { type Fields } from '../kubernetes/fields';

/**
 * Labels that controllers give to pods, so that no template has them.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const GIVEN = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** Labels that a replicated store gives to its own pods while it runs: which of them is the leader, and the like. */
const ROLE = /(?:^|[-./])(?:role|instanceRole|active|leader|sealed|initialized|perf-standby)$/;

/** The labels of a selector that are in the templates of pods, without those that they get when they run. */
export function writtenLabels(selector: Fields): Fields {
  return Object.fromEntries(Object.entries(selector).filter(([key]) => !GIVEN.has(key)));
}

/** Those without the labels that say which part a pod plays at the moment. */
export function lastingLabels(selector: Fields): Fields {
  return Object.fromEntries(Object.entries(writtenLabels(selector)).filter(([key]) => !ROLE.test(key)));
}
