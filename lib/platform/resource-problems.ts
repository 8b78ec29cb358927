import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';
import { quantityValue } from '../kubernetes/quantity';
import { wholeMebibytesProblem, type Problem } from '../validation';

/** The same, and why they cannot be written in whole mebibytes. */
export function resourceProblems(
  what: string,
  cpu: CpuResources | undefined,
  memory: MemoryResources | undefined,
): (Problem | undefined)[] {
  return [
    wholeMebibytesProblem('The memory request', memory?.request),
    wholeMebibytesProblem('The memory limit', memory?.limit),
    ...limitProblems(what, cpu, memory),
  ];
}

/** Why the API server would refuse a pod with these requests and limits. */
export function limitProblems(
  what: string,
  cpu: CpuResources | undefined,
  memory: MemoryResources | undefined,
): (Problem | undefined)[] {
  return [
    aboveLimit(what, 'CPU', quantityValue(cpu?.request?.amount), quantityValue(cpu?.limit?.amount)),
    aboveLimit(what, 'memory', memory?.request?.toKibibytes(), memory?.limit?.toKibibytes()),
  ];
}

function aboveLimit(what: string, resource: string, request = 0, limit = Infinity): Problem | undefined {
  if (request <= limit) return undefined;
  return {
    what: `${what} requests more ${resource} than its limit.`,
    why: 'The API server refuses its pods, so that none of them ever starts.',
    fix: `Raise the ${resource} limit to the request, or lower the request.`,
  };
}
