import { fieldOf, type MissingField, type RefusedValue } from '../../kubernetes/schema';
import {
  ingressRefusals,
  monitorRefusals,
  networkPolicyRefusals,
  podTemplateRefusals,
  serviceRefusals,
  triggerAuthenticationRefusals,
  verticalPodAutoscalerRefusals,
  workloadRefusals,
  type Refusal,
  type Servers,
} from '../../kubernetes/admission';
import { at, fields, type Fields } from '../../kubernetes/fields';
import { groupOf } from '../api-groups';
import { type CheckContext } from '../check-options';
import { fieldPath } from '../files/field-path';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { removedApiOf } from '../removed-apis';
import { type Rule } from '../rule';
import { shown } from '../shown-value';
import { similarName } from '../similar-names';
import { structureOf } from '../structure';
import { serversOf, told } from '../told';
import { patchLikeness } from '../units/patch-document';
import { isUnknown } from '../unknown-value';

/** Values of the right type that their fields do not take, and fields that have to be there and are not. */
export const refusedValue: Rule = {
  id: 'R61',
  name: 'refused-value',
  severity: 'error',
  scope: 'object',
  fixSafety: 'unsafe',
  since: '0.2.0',
  about: 'Kubernetes 1.28 to 1.37, and custom resources whose definitions are known',
  summary: 'A field has a value that it does not take, or is missing.',
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const structure = structureOf(index, context);
  const servers = serversOf(context);
  for (const object of index.objects) {
    for (const fault of structure.faultsOf(object)) {
      if (fault.is === 'missing-field') yield missing(fault, object);
      else if (fault.is === 'refused-value') yield refused(fault, object);
    }
    yield* told(object, refusalsOf(object, servers));
  }
}

/** Kinds whose fields depend on each other, by their groups; rules of their own tell it of autoscalers and budgets. */
const REFUSALS: Readonly<Record<string, (manifest: Fields, servers: Servers) => Iterable<Refusal>>> = {
  '/Service': serviceRefusals,
  'apps/DaemonSet': workloadRefusals,
  'apps/Deployment': workloadRefusals,
  'apps/ReplicaSet': workloadRefusals,
  'apps/StatefulSet': workloadRefusals,
  'autoscaling.k8s.io/VerticalPodAutoscaler': verticalPodAutoscalerRefusals,
  'networking.k8s.io/Ingress': ingressRefusals,
  'networking.k8s.io/NetworkPolicy': networkPolicyRefusals,
  'keda.sh/TriggerAuthentication': triggerAuthenticationRefusals,
  'keda.sh/ClusterTriggerAuthentication': triggerAuthenticationRefusals,
  'monitoring.coreos.com/ServiceMonitor': monitorRefusals,
  'monitoring.coreos.com/PodMonitor': monitorRefusals,
};

function refusalsOf(object: CheckedObject, servers: Servers): Iterable<Refusal> {
  if (removedApiOf(object.manifest)) return []; // whose fields were others
  const refusals = REFUSALS[`${groupOf(object)}/${object.manifest.kind}`]?.(object.manifest, servers) ?? [];
  const ofPods = patchLikeness(object) === 'none' ? podTemplateRefusals(object.manifest) : []; // the rest is in another one
  const known = [...refusals, ...ofPods].filter(
    ({ field }) => !isUnknown(at(object.manifest, ...fieldPath(field).map(String))),
  );
  return hasUnknownLabels(object.manifest) ? known.filter(({ field }) => field !== 'spec.selector') : known;
}

/** Whether somebody will put in a label of the pods later, which may be what the selector asks for. */
function hasUnknownLabels(manifest: Fields): boolean {
  const labels = fields(manifest, 'spec', 'template', 'metadata', 'labels');
  const selected = fields(manifest, 'spec', 'selector', 'matchLabels');
  return [...Object.entries(labels), ...Object.entries(selected)].flat().some(isUnknown);
}

const REFUSED = 'The API server refuses the object.';
/** How the definitions of the Prometheus operator say what a duration is. */
const DURATION = '(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?';

function missing({ path }: MissingField, object: CheckedObject): Mistake {
  const field = fieldOf(path);
  return {
    objects: [object],
    field,
    what: `${describe(object)}: ${field} is missing.`,
    why: REFUSED,
    fix: `Add ${String(path.at(-1))}.`,
  };
}

function refused({ path, value, expected }: RefusedValue, object: CheckedObject): Mistake {
  const field = fieldOf(path);
  if (expected === 'base64') {
    return {
      objects: [object],
      field,
      what: `${describe(object)}: ${field} is not base64.`,
      why: REFUSED,
      fix: 'Encode it, or write it as it is under stringData.',
    };
  }
  if (expected.includes(DURATION)) {
    return {
      objects: [object],
      field,
      what: `${describe(object)}: ${field} is ${shown(value, object)}, which is not a duration.`,
      why: REFUSED,
      fix: `Write one with a unit and without spaces, such as ${typeof value === 'string' && /^\d+$/.test(value) ? `${value}s` : '30s or 5m'}.`,
    };
  }
  const near = typeof value === 'string' ? similarName(value, expected.split(/, | or /)) : undefined;
  return {
    objects: [object],
    field,
    what: `${describe(object)}: ${field} is ${shown(value, object)}, and the field takes ${expected}.`,
    why: REFUSED,
    fix: near === undefined ? `Write ${expected}.` : `Did you mean ${near}?`,
    ...(near !== undefined && { edits: [{ is: 'set', field, value: near }] }),
  };
}
