import { at, fields, list, text } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { durationSeconds } from '../../promql';
import { nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { monitoredNamespaces, MONITORING, prometheusesIn } from '../monitoring';
import { containersOf, podLabelsOf } from '../pod-template';
import { parseYamlText } from '../yaml-text';
import { asksPodsOf, scrapeJobsOf } from './scrape-jobs';

/** How a Prometheus asks the pods of a workload. */
export interface Scraping {
  /** The shortest time between two questions, in seconds; undefined where nothing among the objects makes it ask. */
  readonly seconds?: number;
  /** Whether that is all: nothing else can make it ask. */
  readonly isCertain: boolean;
}

/** A Prometheus whose targets are among the objects. */
export interface KnownPrometheus {
  /** Its configuration: a ConfigMap, or a Prometheus of the operator. */
  readonly object: CheckedObject;
  scrapingOf(workload: Workload): Scraping;
}

const found = new WeakMap<ManifestIndex, Map<string, KnownPrometheus | undefined>>();

/** The Prometheus behind an address; undefined where its configuration is not among the objects. It is read once. */
export function prometheusAt(index: ManifestIndex, address: string): KnownPrometheus | undefined {
  const known = found.get(index) ?? new Map<string, KnownPrometheus | undefined>();
  found.set(index, known);
  if (!known.has(address)) known.set(address, findPrometheus(index, address));
  return known.get(address);
}

function findPrometheus(index: ManifestIndex, address: string): KnownPrometheus | undefined {
  if (!URL.canParse(address)) return undefined;
  const [name = '', namespace, ...domain] = new URL(address).hostname.split('.');
  if (namespace === undefined || (domain.length > 0 && domain[0] !== 'svc')) return undefined;
  const service = index.find('Service', namespace, name);
  const operated = operatedBehind(index, name, namespace, service);
  if (operated) return new Operated(index, operated);
  return service && configuredBehind(index, service);
}

/** The only Prometheus of the operator that a Service selects, or the operator's own Service. */
function operatedBehind(
  index: ManifestIndex,
  name: string,
  namespace: string,
  service: CheckedObject | undefined,
): CheckedObject | undefined {
  const selected = Object.values(fields(service?.manifest, 'spec', 'selector'));
  const behind = prometheusesIn(index).filter(
    (each) =>
      namespaceOf(each) === namespace &&
      (service ? selected.includes(nameOf(each)) : name === 'prometheus-operated') &&
      each.manifest.kind === 'Prometheus',
  );
  return behind.length === 1 ? behind[0] : undefined;
}

function configuredBehind(index: ManifestIndex, service: CheckedObject): KnownPrometheus | undefined {
  const namespace = namespaceOf(service);
  const selector = fields(service.manifest, 'spec', 'selector');
  const servers = Object.keys(selector).length > 0 ? index.selectedBy(namespace, selector) : [];
  const [server] = servers;
  if (!server || servers.length > 1 || takesWrites(server)) return undefined;
  for (const volume of list(server.template, 'spec', 'volumes')) {
    const object = index.find('ConfigMap', namespace, text(volume, 'configMap', 'name') ?? '');
    for (const [file, content] of Object.entries(fields(object?.manifest, 'data'))) {
      if (!object || !file.startsWith('prometheus.y') || typeof content !== 'string') continue;
      const config = parseYamlText(content);
      if (Array.isArray(at(config, 'scrape_configs'))) return new Configured(index, object, config);
    }
  }
  return undefined;
}

/** Whether a server is told samples by others, whom it does not ask. */
function takesWrites({ template }: Workload): boolean {
  const args = containersOf(template).flatMap(({ container }) => [
    ...list(container, 'args'),
    ...list(container, 'command'),
  ]);
  return args.some((arg) => /enable-(?:remote-write|otlp)-receiver/.test(String(arg)));
}

/** A Prometheus with a configuration file of its own. */
class Configured implements KnownPrometheus {
  constructor(
    private readonly index: ManifestIndex,
    readonly object: CheckedObject,
    private readonly config: unknown,
  ) {}

  scrapingOf(workload: Workload): Scraping {
    const services = servicesOf(this.index, workload);
    const answers = scrapeJobsOf(this.config).map((job) => ({ job, asks: asksPodsOf(job, workload, services) }));
    return {
      seconds: shortest(answers.flatMap(({ job, asks }) => (asks ? job.seconds : []))),
      isCertain:
        answers.every(({ asks }) => asks !== undefined) &&
        list(this.config, 'scrape_config_files').length === 0 &&
        !hasPushgateway(this.index),
    };
  }
}

/** A Prometheus of the operator. */
class Operated implements KnownPrometheus {
  constructor(
    private readonly index: ManifestIndex,
    readonly object: CheckedObject,
  ) {}

  scrapingOf(workload: Workload): Scraping {
    const { spec } = this.object.manifest;
    const usual = text(spec, 'scrapeInterval') ?? '30s';
    const seconds = [...this.#endpoints(workload)].flatMap(
      (endpoint) => durationSeconds(text(endpoint, 'interval') ?? usual) ?? [],
    );
    const further = ['additionalScrapeConfigs', 'enableRemoteWriteReceiver', 'enableOTLPReceiver'];
    return {
      seconds: shortest(seconds),
      isCertain:
        further.every((field) => !at(spec, field)) &&
        this.index.ofKind(MONITORING, 'ScrapeConfig').length === 0 &&
        !hasPushgateway(this.index),
    };
  }

  *#endpoints(workload: Workload): Iterable<unknown> {
    const namespace = namespaceOf(workload.object);
    const services = servicesOf(this.index, workload).map(({ manifest }) => fields(manifest, 'metadata', 'labels'));
    for (const [kind, field, labels] of [
      ['ServiceMonitor', 'endpoints', services],
      ['PodMonitor', 'podMetricsEndpoints', [podLabelsOf(workload)]],
    ] as const) {
      for (const monitor of this.index.ofKind(MONITORING, kind)) {
        const selector = labelSelectorOf(fields(monitor.manifest, 'spec').selector);
        const looksThere = monitoredNamespaces(monitor)?.includes(namespace) ?? true;
        if (!looksThere || !selector || !labels.some((each) => selects(selector, each))) continue;
        yield* list(monitor.manifest, 'spec', field);
      }
    }
  }
}

/** The Services that send to a workload's pods. */
function servicesOf(index: ManifestIndex, workload: Workload): CheckedObject[] {
  const namespace = namespaceOf(workload.object);
  const carried = Object.entries(podLabelsOf(workload));
  return index.ofKind('', 'Service').filter((service) => {
    const selector = Object.entries(fields(service.manifest, 'spec', 'selector'));
    if (namespaceOf(service) !== namespace || selector.length === 0) return false;
    return selector.every(([key, value]) => carried.some((label) => label[0] === key && label[1] === value));
  });
}

/** Whether there is a Pushgateway: what is pushed to it has any labels. */
function hasPushgateway(index: ManifestIndex): boolean {
  return index
    .ofKind('', 'Service')
    .some(({ manifest }) => text(manifest, 'metadata', 'annotations', 'prometheus.io/probe') === 'pushgateway');
}

function shortest(seconds: readonly number[]): number | undefined {
  return seconds.length > 0 ? Math.min(...seconds) : undefined;
}
