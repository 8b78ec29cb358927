import { at, fields, list, text } from '../../kubernetes/fields';
import { labelSelectorOf, selects, type LabelSelector } from '../../kubernetes/label-selector';
import { groupOf } from '../api-groups';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { namespaceLabelsOf } from '../monitoring';
import { type Rule } from '../rule';

/** A webhook that stops what it cannot be asked about, and whose server is among the objects. */
interface Gate {
  readonly configuration: CheckedObject;
  readonly groups: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  /** Undefined where it is asked about all of them. */
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

/** Resource names, in their own order of creation, that are waited for by nobody. */
const NEVER_GATED = ['Namespace', 'CustomResourceDefinition'];

/**
 * Custom resources in the stage of the webhook that judges them: its server is not ready yet, and the API server refuses them.
 */
export const webhookRace: Rule = {
  id: 'R20',
  name: 'webhook-race',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A custom resource is applied together with the webhook that validates it.',
  source: 'https://github.com/metallb/metallb/issues/1597',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const gates = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap((kind) =>
    index.ofKind('admissionregistration.k8s.io', kind).flatMap((configuration) => [...gatesOf(index, configuration)]),
  );
  if (gates.length === 0) return;
  const told = new Set<string>();
  for (const object of index.objects) {
    if (NEVER_GATED.includes(object.manifest.kind)) continue;
    const gate = gates.find((each) => isGated(object, each) && isSelected(index, object, each));
    if (!gate || isLaterStage(object, gate.configuration)) continue;
    const key = `${nameOf(gate.configuration)} ${groupOf(object)} ${object.manifest.kind}`;
    if (told.has(key)) continue; // the first of a kind stands for all of them
    told.add(key);
    yield {
      objects: [object, gate.configuration],
      field: 'kind',
      what: `${describe(object)} is judged by the webhook of ${describe(gate.configuration)}, whose server is applied together with it.`,
      why: 'Until the server is ready the API server refuses the object: "failed calling webhook".',
      fix: 'Apply it in a later stage, after kubectl wait --for=condition=Available of the webhook’s Deployment.',
    };
  }
}

function* gatesOf(index: ManifestIndex, configuration: CheckedObject): Iterable<Gate> {
  for (const webhook of list(configuration.manifest, 'webhooks')) {
    if ((text(webhook, 'failurePolicy') ?? 'Fail') !== 'Fail') continue;
    const service = fields(webhook, 'clientConfig', 'service');
    if (!index.find('Service', text(service, 'namespace') ?? 'default', text(service, 'name') ?? '')) continue;
    for (const rule of list(webhook, 'rules')) {
      yield {
        configuration,
        groups: new Set(list(rule, 'apiGroups').map(String)),
        resources: new Set(list(rule, 'resources').map(String)),
        namespaceSelector: labelSelectorOf(at(webhook, 'namespaceSelector')),
        objectSelector: labelSelectorOf(at(webhook, 'objectSelector')),
      };
    }
  }
}

/** Whether a webhook is asked about an object of another group than Kubernetes' own pods and the like. */
function isGated(object: CheckedObject, { groups, resources }: Gate): boolean {
  const group = groupOf(object);
  if (!groups.has(group)) return false; // '*' includes the webhook's own objects: whoever writes that exempts them
  const kind = object.manifest.kind.toLowerCase();
  return [kind, `${kind}s`, `${kind}es`, `${kind.slice(0, -1)}ies`].some((resource) => resources.has(resource));
}

function isSelected(index: ManifestIndex, object: CheckedObject, { namespaceSelector, objectSelector }: Gate): boolean {
  const { labels } = namespaceLabelsOf(index, namespaceOf(object));
  return (
    (!namespaceSelector || selects(namespaceSelector, labels)) &&
    (!objectSelector || selects(objectSelector, fields(object.manifest, 'metadata', 'labels')))
  );
}

function isLaterStage(object: CheckedObject, other: CheckedObject): boolean {
  return object.stage !== undefined && other.stage !== undefined && object.stage > other.stage;
}
