/** Above it the formula of the wait grows without bound, and what has piled up says more. */
const MOST_UTILIZATION = 0.98;

/** Seconds that arrivals at a rate wait because they do not come evenly: several servers with one queue. */
export function queueing(load: number, cores: number, cpuPerRequest: number): number {
  const servers = Math.max(1, cores);
  const utilization = Math.min(load, MOST_UTILIZATION);
  return ((cpuPerRequest / cores) * utilization ** (Math.sqrt(2 * (servers + 1)) - 1)) / (1 - utilization);
}
