import { type HpaSpec } from '../hpa/hpa-spec';
import { type Workload } from './workload';

/** What percentages of a request are in cores and bytes, where a limit is far above the request: people mean a share of the limit. */
export function absoluteTargets({ metrics }: HpaSpec, workload: Workload): string[] {
  return metrics.flatMap((metric) => {
    if (metric.type !== 'Resource' || metric.target.averageUtilization === undefined) return [];
    const { resource } = metric;
    const { averageUtilization: percent } = metric.target;
    const isCpu = resource === 'cpu';
    const [request, limit] = isCpu
      ? [workload.cpuRequest, workload.cpuLimit]
      : [workload.memoryRequest, workload.memoryLimit];
    if (!(request > 0) || (isCpu ? false : resource !== 'memory')) return [];
    const show = isCpu ? cores : bytes;
    const absolute = `${resource}: ${percent} % of the request is ${show((request * percent) / 100)} per pod`;
    if (limit === undefined || limit < request * 1.01) return [absolute];
    const ofLimit = Math.round((percent * limit) / request);
    return [`${absolute}; the limit is ${show(limit)}, of which ${percent} % would be ${ofLimit} % of the request`];
  });
}

function cores(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)}m` : `${Number(value.toFixed(2))} ${value === 1 ? 'core' : 'cores'}`;
}

function bytes(value: number): string {
  return value >= 2 ** 30 ? `${Number((value / 2 ** 30).toFixed(2))}Gi` : `${Math.round(value / 2 ** 20)}Mi`;
}
