import { fields, list, text } from '../kubernetes/fields';
import { namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex, type Workload } from './manifest-index';
import { remembered } from './remembered';

/** How ports are called that only Prometheus asks. */
const SCRAPED = /(?:^|-)(?:metrics|prometheus|exporter)(?:-|$)/;

/** The same of Services. */
const SCRAPED_SERVICE = /(?:^|-)(?:metrics|exporter)(?:-service|-svc)?$/;

/** The Deployments that a Service sends requests to, each with the first such Service. */
export const frontedDeployments = remembered((index: ManifestIndex): ReadonlyMap<Workload, CheckedObject> => {
  const fronted = new Map<Workload, CheckedObject>();
  for (const [service, selected] of selections(index, takesRequests)) {
    for (const workload of selected) {
      if (workload.object.manifest.kind === 'Deployment' && !fronted.has(workload)) fronted.set(workload, service);
    }
  }
  return fronted;
});

/** What Services select, and the first of those that select the same. */
export function* selections(
  index: ManifestIndex,
  isMeant: (service: CheckedObject) => boolean,
): Iterable<[service: CheckedObject, selected: readonly Workload[]]> {
  const known = new Set<readonly Workload[]>();
  for (const service of index.ofKind('', 'Service')) {
    if (!isMeant(service)) continue;
    const selected = index.selectedBy(namespaceOf(service), fields(service.manifest, 'spec', 'selector'));
    if (known.has(selected)) continue;
    known.add(selected);
    yield [service, selected];
  }
}

/** Whether clients send requests to a Service: not if it is headless, for peers, or if it or all its ports are there to be scraped. */
function takesRequests({ manifest }: CheckedObject): boolean {
  if (text(manifest, 'spec', 'clusterIP') === 'None' || SCRAPED_SERVICE.test(text(manifest.metadata, 'name') ?? '')) {
    return false;
  }
  const ports = list(manifest, 'spec', 'ports');
  return ports.length === 0 || ports.some((port) => !SCRAPED.test(text(port, 'name') ?? ''));
}
