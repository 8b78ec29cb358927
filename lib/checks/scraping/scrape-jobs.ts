import { at, fields, list, text } from '../../kubernetes/fields';
import { durationSeconds } from '../../promql';
import { nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type Workload } from '../manifest-index';
import { isAppLabel } from '../measured-labels';
import { isKept } from './relabeling';
import { podTargets, serviceTargets } from './targets';

/** A scrape job of Prometheus' own configuration. */
export interface ScrapeJob {
  readonly name: string;
  readonly seconds: number;
  readonly content: unknown;
}

/** The scrape jobs of a configuration. */
export function scrapeJobsOf(config: unknown): ScrapeJob[] {
  const usual = text(config, 'global', 'scrape_interval') ?? '1m';
  return list(config, 'scrape_configs').map((content) => ({
    name: text(content, 'job_name') ?? '',
    seconds: durationSeconds(text(content, 'scrape_interval') ?? usual) ?? 0,
    content,
  }));
}

/** Whether a job asks the pods of a workload, themselves or through a Service; undefined where nobody can tell. */
export function asksPodsOf(
  { content }: ScrapeJob,
  workload: Workload,
  services: readonly CheckedObject[],
): boolean | undefined {
  const answers = Object.entries(fields(content)).flatMap(([key, value]) => {
    const each = Array.isArray(value) ? (value as unknown[]) : [];
    if (key === 'kubernetes_sd_configs') return each.map((source) => discovers(source, content, workload, services));
    if (key === 'static_configs') return each.map((source) => names(source, content, services));
    return key.endsWith('_sd_configs') ? [undefined] : [];
  });
  return anyOf(answers);
}

function discovers(
  source: unknown,
  job: unknown,
  workload: Workload,
  services: readonly CheckedObject[],
): boolean | undefined {
  const namespaces = list(source, 'namespaces', 'names');
  if (namespaces.length > 0 && !namespaces.includes(namespaceOf(workload.object))) return false;
  const targets = targetsOf(text(source, 'role'), workload, services);
  const isFound = anyOf(targets.map((target) => isKept(job, target)));
  const isLimited = at(source, 'selectors') !== undefined || at(source, 'api_server') !== undefined;
  return isFound && isLimited ? undefined : isFound;
}

function targetsOf(role: string | undefined, workload: Workload, services: readonly CheckedObject[]) {
  if (role === 'pod') return podTargets(workload);
  const isOfServices = role === 'endpoints' || role === 'endpointslice' || role === 'service';
  return isOfServices ? services.flatMap((service) => serviceTargets(service, workload)) : [];
}

/** Whether fixed targets are a Service of the workload; others may give any labels to what they tell about. */
function names(source: unknown, job: unknown, services: readonly CheckedObject[]): boolean | undefined {
  const hosts = list(source, 'targets').map(
    (target) =>
      String(target)
        .replace(/^https?:\/\//, '')
        .split(/[:/]/)[0] ?? '',
  );
  const isNamed = hosts.some((host) => {
    const [name, namespace] = host.split('.');
    return services.some(
      (each) => nameOf(each) === name && (namespace === undefined || namespaceOf(each) === namespace),
    );
  });
  if (isNamed) return true;
  const mayTellOfOthers = at(job, 'honor_labels') === true || Object.keys(fields(source, 'labels')).some(isAppLabel);
  return mayTellOfOthers ? undefined : false;
}

/** Whether any of some answers is yes; undefined where that depends on what nobody can tell. */
export function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
