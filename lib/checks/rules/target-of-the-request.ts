import { list, number, text } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { quantityValue } from '../../kubernetes/quantity';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { longRunningContainersOf, requestOf } from '../pod-template';
import { type Rule } from '../rule';

/** From here on the percentage of the request and that of the limit are different things. */
const FAR_APART = 2;

/** A percentage is of the request: where the limit is far above it, the target in units is not what most people think. */
export const targetOfTheRequest: Rule = {
  id: 'R71',
  name: 'target-of-the-request',
  severity: 'info',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A target is a percentage of a request that is far below the limit.',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    const target = index.targetOf(object);
    if (!target) continue;
    const told = [...targetsOf(object)].flatMap(({ resource, percent, field }) => {
      const size = sizeOf(target, resource);
      return size && percent < WHOLE && size.limit >= FAR_APART * size.request
        ? [{ resource, percent, field, ...size }]
        : [];
    });
    const [first] = told;
    if (!first) continue;
    yield {
      objects: [object, target.object],
      field: first.field,
      what: `${describe(object)}: ${told.map(absolute).join('; ')}.`,
      why: 'Utilization is a percentage of the request, so it scales long before the pods reach their limits.',
      fix: `To scale at the same share of the limit, write ${told.map(ofTheLimit).join(' and ')}; or raise the requests.`,
    };
  }
}

/** Who asks for all of the request or more thinks of the limit already, and the same share of the limit would never be exceeded. */
const WHOLE = 100;

interface Target {
  readonly resource: string;
  readonly percent: number;
  readonly field: string;
}

function* targetsOf(object: CheckedObject): Iterable<Target> {
  for (const [i, metric] of list(object.manifest, 'spec', 'metrics').entries()) {
    const percent = number(metric, 'resource', 'target', 'averageUtilization');
    const resource = text(metric, 'resource', 'name');
    const field = `spec.metrics[${i}].resource.target.averageUtilization`;
    if (percent !== undefined && resource !== undefined) yield { resource, percent, field };
  }
  for (const { type, metricType, metadata, path } of object.manifest.kind === 'ScaledObject'
    ? triggersOf(object.manifest)
    : []) {
    const percent = Number(text(metadata, 'value') ?? NaN);
    if (['cpu', 'memory'].includes(type) && metricType === 'Utilization' && percent > 0) {
      yield { resource: type, percent, field: `${path}.metadata.value` };
    }
  }
}

/** What all containers of a pod request and may use; undefined where one of them has neither, or no limit. */
function sizeOf({ template }: Workload, resource: string): { request: number; limit: number } | undefined {
  let [request, limit] = [0, 0];
  for (const { container } of longRunningContainersOf(template)) {
    request += quantityValue(requestOf(container, resource)) ?? NaN;
    limit += quantityValue(limitOf(container, resource)) ?? NaN;
  }
  return request > 0 && limit > 0 ? { request, limit } : undefined;
}

function limitOf(container: unknown, resource: string): unknown {
  return (container as { resources?: { limits?: Record<string, unknown> } }).resources?.limits?.[resource];
}

type Told = Target & { readonly request: number; readonly limit: number };

function absolute({ resource, percent, request, limit }: Told): string {
  const share = amount(resource, (request * percent) / 100);
  return `${percent} % of the ${resource} request is ${share} of a limit of ${amount(resource, limit)}`;
}

function ofTheLimit({ resource, percent, request, limit }: Told): string {
  return `${Math.round((percent * limit) / request)} % for ${resource}`;
}

function amount(resource: string, value: number): string {
  if (resource === 'cpu') return value < 1 ? `${Math.round(value * 1000)}m` : `${Number(value.toFixed(2))} ${value === 1 ? 'core' : 'cores'}`; // prettier-ignore
  const mebibytes = value / 2 ** 20;
  return mebibytes >= 1024 ? `${Number((mebibytes / 1024).toFixed(2))} GiB` : `${Number(mebibytes.toFixed(0))} MiB`;
}
