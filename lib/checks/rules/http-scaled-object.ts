import { number, text } from '../../kubernetes/fields';
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
    const service = text(object.manifest, 'spec', 'scaleTargetRef', 'service');
    const kind = text(object.manifest, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
    const target =
      text(object.manifest, 'spec', 'scaleTargetRef', 'name') ?? text(object.manifest, 'spec', 'scaleTargetRef', kind.toLowerCase()); // prettier-ignore
    if (target !== undefined) yield* missing(index, context, object, kind, target, 'nothing is there to scale');
    if (service === undefined) continue;
    yield* missing(index, context, object, 'Service', service, 'the interceptor has nowhere to send a request');
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
