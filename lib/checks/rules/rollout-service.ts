import { fields, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { clusterHasObject } from '../cluster-provides';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { servicesByNamespace } from '../service-address';
import { similarName } from '../similar-names';

/** A Service that a Rollout switches between versions, and that does not exist. */
export const rolloutService: Rule = {
  id: 'R79',
  name: 'rollout-service',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'unsafe',
  since: '0.2.0',
  summary: 'A Rollout switches a Service that does not exist.',
  about: 'Argo Rollouts.',
  source: 'https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/#activeservice',
  find,
};

const SERVICES = [
  ['blueGreen', 'activeService'],
  ['blueGreen', 'previewService'],
  ['canary', 'stableService'],
  ['canary', 'canaryService'],
] as const;

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const services = servicesByNamespace(index);
  for (const rollout of index.ofKind('argoproj.io', 'Rollout')) {
    const namespace = namespaceOf(rollout);
    const names = (services.get(namespace) ?? []).map(nameOf);
    if (names.length === 0) continue; // the Services of this namespace are elsewhere
    for (const path of SERVICES) {
      const name = text(fields(rollout.manifest, 'spec', 'strategy'), ...path);
      if (name === undefined || names.includes(name)) continue;
      if (clusterHasObject(context, 'Service', namespace, name)) continue;
      const near = similarName(name, names);
      yield {
        severity: near === undefined ? 'warning' : 'error',
        objects: [rollout],
        field: `spec.strategy.${path.join('.')}`,
        what: `${describe(rollout)} has the ${path[1]} "${name}", and namespace "${namespace}" has no such Service.`,
        why: 'Argo Rollouts marks the Rollout as invalid (InvalidSpec) and makes no pods.',
        fix: near === undefined ? `Add Service "${name}", or say that the cluster has it.` : `Did you mean "${near}"?`,
        ...(near !== undefined && { edits: [{ is: 'set', field: `spec.strategy.${path.join('.')}`, value: near }] }),
      };
    }
  }
}
