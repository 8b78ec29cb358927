import { at, fields, text, type Fields } from '../fields';
import { labelSelectorOf, selects } from '../label-selector';
import { type Refusal } from './refusal';

/**
 * What the API server refuses of fields of a workload that depend on each other.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#writing-a-deployment-spec
 */
export function* workloadRefusals(manifest: Fields): Iterable<Refusal> {
  const kind = text(manifest, 'kind') ?? '';
  const why = `The API server refuses the ${kind}.`;
  yield* selectorRefusals(manifest, why);
  if (kind === 'Deployment') yield* strategyRefusals(fields(manifest, 'spec', 'strategy'), why);
}

function* selectorRefusals(manifest: Fields, why: string): Iterable<Refusal> {
  const selector = labelSelectorOf(at(manifest, 'spec', 'selector'));
  const labels = at(manifest, 'spec', 'template', 'metadata', 'labels');
  if (!selector || labels === undefined || selects(selector, fields(labels))) return;
  yield {
    field: 'spec.selector',
    what: 'its selector does not match the labels of its template',
    why,
    fix: 'Give the pods of the template the labels that the selector asks for. A selector cannot be changed once applied.',
  };
}

function* strategyRefusals(strategy: Fields, why: string): Iterable<Refusal> {
  const { maxSurge, maxUnavailable } = fields(strategy, 'rollingUpdate');
  if (text(strategy, 'type') === 'Recreate' && (strategy.rollingUpdate ?? undefined) !== undefined) {
    yield {
      field: 'spec.strategy.rollingUpdate',
      what: 'its strategy is Recreate, and it has rollingUpdate',
      why,
      fix: 'Remove rollingUpdate.',
    };
  }
  if (!isZero(maxSurge) || !isZero(maxUnavailable)) return;
  yield {
    field: 'spec.strategy.rollingUpdate',
    what: 'its maxSurge and maxUnavailable are both 0',
    why,
    fix: 'Set maxSurge: 1: a new pod comes before an old one goes.',
  };
}

function isZero(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
}
