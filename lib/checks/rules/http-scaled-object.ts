import { at, fields, list, number, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { clusterHasObject } from '../cluster-provides';
import { type Mistake } from '../finding';
import { backendsOf } from '../ingress-routes';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { similarName } from '../similar-names';

/** An app that KEDA's HTTP add-on wakes, whose parts do not exist, or whose requests never pass the add-on. */
export const httpScaledObject: Rule = {
  id: 'R83',
  name: 'http-scaled-object',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'An HTTPScaledObject names something that does not exist, or requests go past its interceptor.',
  about: "KEDA's HTTP add-on.",
  source: 'https://github.com/kedacore/http-add-on/blob/main/docs/walkthrough.md',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const routes = ['Ingress', 'HTTPRoute'].flatMap((kind) => index.objects.filter(({ manifest }) => manifest.kind === kind)); // prettier-ignore
  for (const object of index.ofKind('http.keda.sh', 'HTTPScaledObject')) {
    yield* formMistakes(object);
    const service = text(object.manifest, 'spec', 'scaleTargetRef', 'service');
    const kind = text(object.manifest, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
    const target =
      text(object.manifest, 'spec', 'scaleTargetRef', 'name') ?? text(object.manifest, 'spec', 'scaleTargetRef', kind.toLowerCase()); // prettier-ignore
    if (target !== undefined) yield* missing(index, context, object, kind, target, 'nothing is there to scale');
    if (service === undefined) continue;
    yield* missing(index, context, object, 'Service', service, 'the interceptor has nowhere to send a request');
    yield* portMistakes(object, index.find('Service', namespaceOf(object), service));
    if ((number(object.manifest, 'spec', 'replicas', 'min') ?? 0) > 0) continue;
    const past = routes.find((route) => leadsTo(route, namespaceOf(object), service));
    if (!past) continue;
    yield {
      objects: [object, past],
      field: 'spec.scaleTargetRef.service',
      what: `${describe(past)} leads to Service "${namespaceOf(object)}/${service}" itself, past the interceptor of ${describe(object)}.`,
      why: 'The interceptor counts the requests and wakes the app: what goes past it finds no pod at zero, and is answered with an error.',
      fix: 'Route to the interceptor, Service "keda-add-ons-http-interceptor-proxy", port 8080, in the namespace of the add-on.',
    };
  }
}

/** Fields of old releases of the add-on, and what their successors are. */
const SUCCESSORS = [
  { path: ['spec'], field: 'host', fix: 'Write a list instead: hosts: [<host>].' },
  { path: ['spec', 'scaleTargetRef'], field: 'deployment', fix: 'Write name instead, with kind and apiVersion.' },
] as const;

/** @see https://github.com/kedacore/http-add-on/blob/main/operator/apis/http/v1alpha1/httpscaledobject_types.go */
function* formMistakes(object: CheckedObject): Iterable<Mistake> {
  for (const { path, field, fix } of SUCCESSORS) {
    if (at(object.manifest, ...path, field) === undefined) continue;
    yield {
      objects: [object],
      field: [...path, field].join('.'),
      what: `${describe(object)}: ${[...path, field].join('.')} is of an old release of the HTTP add-on.`,
      why: 'Its definition no longer has the field: kubectl apply refuses the object, and a client that does not ask for strict validation drops it.',
      fix,
    };
  }
  const target = fields(object.manifest, 'spec', 'scaleTargetRef');
  if (Object.keys(target).length === 0 || (target.port === undefined) !== (target.portName === undefined)) return;
  yield {
    objects: [object],
    field: 'spec.scaleTargetRef',
    what: `${describe(object)}: its scaleTargetRef has ${target.port === undefined ? 'neither port nor portName' : 'both port and portName'}.`,
    why: 'The API server refuses the HTTPScaledObject.',
    fix: 'Write one of them: the port of the Service, by its number or its name.',
  };
}

function* portMistakes(object: CheckedObject, service: CheckedObject | undefined): Iterable<Mistake> {
  const wanted = number(object.manifest, 'spec', 'scaleTargetRef', 'port') ?? text(object.manifest, 'spec', 'scaleTargetRef', 'portName'); // prettier-ignore
  const ports = list(service?.manifest, 'spec', 'ports');
  if (!service || wanted === undefined || ports.length === 0) return;
  const isByNumber = typeof wanted === 'number';
  const had = ports.map((port) => (isByNumber ? number(port, 'port') : text(port, 'name')));
  if (had.includes(wanted)) return;
  yield {
    objects: [object, service],
    field: `spec.scaleTargetRef.${isByNumber ? 'port' : 'portName'}`,
    what: `${describe(object)} sends to port ${JSON.stringify(wanted)} of ${describe(service)}, which has no such port.`,
    why: 'The interceptor sends requests to the Service, not to a pod: none of them arrives.',
    fix: `Use one of its ports: ${had.map((port) => port ?? 'one without a name').join(', ')}.`,
  };
}

function leadsTo(route: CheckedObject, namespace: string, service: string): boolean {
  return backendsOf(route).some((backend) => backend.namespace === namespace && backend.service === service);
}

function* missing(
  index: ManifestIndex,
  context: CheckContext,
  object: CheckedObject,
  kind: string,
  name: string,
  consequence: string,
): Iterable<Mistake> {
  const namespace = namespaceOf(object);
  const names = index.objects
    .filter((each) => each.manifest.kind === kind && namespaceOf(each) === namespace)
    .map(nameOf);
  if (names.length === 0 || names.includes(name) || clusterHasObject(context, kind, namespace, name)) return;
  const near = similarName(name, names);
  yield {
    severity: near === undefined ? 'warning' : 'error',
    objects: [object],
    field: 'spec.scaleTargetRef',
    what: `${describe(object)} names ${kind} "${name}", and namespace "${namespace}" has no such ${kind}.`,
    why: `Requests to its hosts are answered with an error: ${consequence}.`,
    fix: near === undefined ? `Add ${kind} "${name}", or say that the cluster has it.` : `Did you mean "${near}"?`,
  };
}
