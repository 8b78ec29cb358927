import { type Rule } from '../rule';

/** Text that holds no object to look at: whoever reads manifests from text tells it. */
export const unreadableText: Rule = {
  id: 'R0',
  name: 'unreadable-text',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A file is not valid YAML, or a document in it is not a Kubernetes object.',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/#describing-a-kubernetes-object',
  find: () => [],
};
