import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { objectsIn, type LiveWorld } from './live-world';
import { place } from './place';
import { triggersOf, type Scaler } from './scaler';
import { WorldIndex } from './world-index';

const OF_RESOURCES = new Set(['Resource', 'ContainerResource']);
const NEEDS_NO_SOURCE = new Set(['cpu', 'memory', 'cron']);

/** An object by its kind and place. */
export function keyOf(object: Fields): string {
  return `${text(object, 'kind')} ${place(object).join('/')}`;
}

/** Whether it scales on something that somebody has to scrape or to ask for. */
export function asksASource(scaler: Scaler): boolean {
  if (scaler.kind !== 'HorizontalPodAutoscaler') {
    return triggersOf(scaler).some((each) => !NEEDS_NO_SOURCE.has(text(each, 'type') ?? ''));
  }
  return list(scaler.hpa, 'spec', 'metrics').some((metric) => !OF_RESOURCES.has(text(metric, 'type') ?? ''));
}

/** What brings the metrics of a scaler's pods to Prometheus: the target, Services of its pods, and the monitors of both. */
export function neighboursOf({ target, namespace }: Scaler, world: LiveWorld): ReadonlySet<string> {
  if (!target?.object) return new Set();
  const labels = fields(target.object, 'spec', 'template', 'metadata', 'labels');
  const services = WorldIndex.of(world)
    .in('Service', namespace)
    .filter((service) => {
      const selector = fields(service, 'spec', 'selector');
      return Object.keys(selector).length > 0 && selects({ matchLabels: textsOf(selector) }, labels);
    });
  const serviceMonitors = objectsIn(world, 'ServiceMonitor').filter((monitor) =>
    services.some((service) => monitors(monitor, namespace, fields(service, 'metadata', 'labels'))),
  );
  const podMonitors = objectsIn(world, 'PodMonitor').filter((monitor) => monitors(monitor, namespace, labels));
  return new Set([target.object, ...services, ...serviceMonitors, ...podMonitors].map(keyOf));
}

function monitors(monitor: Fields, namespace: string, labels: Fields): boolean {
  const looked = fields(monitor, 'spec', 'namespaceSelector');
  const names = list(looked, 'matchNames');
  const looksThere =
    looked.any === true || (names.length > 0 ? names.includes(namespace) : place(monitor)[0] === namespace);
  const selector = labelSelectorOf(fields(monitor, 'spec').selector);
  return looksThere && selector !== undefined && selects(selector, labels);
}

function textsOf(labels: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}
