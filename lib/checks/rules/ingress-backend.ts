import { list, number, text } from '../../kubernetes/fields';
import { type FieldEdit } from '../field-edit';
import { type Mistake } from '../finding';
import { type CheckContext } from '../check-options';
import { clusterHasObject, hasMaker, sayProvided } from '../cluster-provides';
import { counterpartOf } from '../counterpart';
import { backendsOf, isAction, type BackendReference } from '../ingress-routes';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A route to a Service or a port that does not exist. Silent where the Service may be elsewhere. */
export const ingressBackend: Rule = {
  id: 'R18',
  name: 'ingress-backend',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'An Ingress or an HTTPRoute leads to a Service or a port that does not exist.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const routes = [
    ...index.ofKind('networking.k8s.io', 'Ingress'),
    ...index.ofKind('gateway.networking.k8s.io', 'HTTPRoute'),
  ];
  for (const object of routes) {
    for (const backend of backendsOf(object)) {
      if (!isAction(backend.port)) yield* danglingMistakes(index, context, object, backend);
    }
  }
}

function* danglingMistakes(
  index: ManifestIndex,
  context: CheckContext,
  object: CheckedObject,
  { namespace, service: name, port, nameField, portField }: BackendReference,
): Iterable<Mistake> {
  const service = counterpartOf(index, context, { kind: 'Service', namespace, name });
  if (service.state === 'elsewhere') {
    yield* otherNamespace(index, context, object, { namespace, name, nameField });
    return;
  }
  const why = 'The controller answers such requests with an error, usually 503.';
  if (service.state === 'missing') {
    const { meant } = service;
    yield {
      objects: meant ? [object, meant] : [object],
      field: nameField,
      what: `${describe(object)} leads to Service "${namespace}/${name}", which is not among the Services of that namespace.`,
      why,
      fix: meant
        ? `Did you mean ${describe(meant)}?`
        : `Correct the name, or ${sayProvided(context, `Service ${namespace}/${name}`)}.`,
      ...(meant && { edits: [{ is: 'set', field: nameField, value: nameOf(meant) }] }),
    };
    return;
  }
  const ports = list(service.object.manifest, 'spec', 'ports');
  if (ports.some((candidate) => text(candidate, 'name') === port || number(candidate, 'port') === port)) return;
  if (text(service.object.manifest, 'spec', 'type') === 'ExternalName' && ports.length === 0) return;
  const only = ports.length === 1 ? ports[0] : undefined;
  const meant = typeof port === 'string' ? text(only, 'name') : number(only, 'port');
  const edits: FieldEdit[] | undefined =
    meant === undefined ? undefined : [{ is: 'set', field: portField, value: meant }];
  yield {
    objects: [object, service.object],
    field: portField,
    what: `${describe(object)} leads to port ${JSON.stringify(port)} of ${describe(service.object)}, which has no such port.`,
    why,
    fix: `Use one of its ports: ${ports.map((candidate) => shownPort(candidate, typeof port === 'number')).join(', ')}.`,
    ...(edits && { edits }),
  };
}

/** A Service of this name in another namespace, which an Ingress cannot use, where nothing in its own namespace could bring one along. */
function* otherNamespace(
  index: ManifestIndex,
  context: CheckContext,
  object: CheckedObject,
  { namespace, name, nameField }: { namespace: string; name: string; nameField: string },
): Iterable<Mistake> {
  const isOpen = hasMaker(context, namespace) || clusterHasObject(context, 'Service', namespace, name);
  if (object.manifest.kind !== 'Ingress' || isOpen || index.workloadsIn(namespace).length > 0) return;
  const others = index.ofKind('', 'Service').filter((each) => nameOf(each) === name);
  const [other] = others;
  if (!other || others.length > 1) return;
  yield {
    severity: 'warning', // somebody else may apply a Service of this name
    objects: [object, other],
    field: nameField,
    what: `${describe(object)} leads to Service "${namespace}/${name}", and ${describe(other)} is in another namespace.`,
    why: 'An Ingress finds Services of its own namespace only: the controller answers such requests with an error, usually 503.',
    fix: `Apply the Ingress to namespace "${namespaceOf(other)}".`,
  };
}

/** A port of a Service as a backend names it: by its name, or by its number where that is what was asked for. */
function shownPort(port: unknown, isByNumber: boolean): string {
  const name = text(port, 'name');
  const value = String(number(port, 'port'));
  if (name === undefined) return value;
  return isByNumber ? `${value} (${name})` : name;
}
