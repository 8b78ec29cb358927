/** How often the kernel gives a container its share of CPU anew, in seconds. @see https://docs.kernel.org/scheduler/sched-bwc.html */
const PERIOD = 0.1;
/** Moments of a period in which a request may begin, for the mean of them. */
const MOMENTS = 50;

/**
 * Seconds of a request that needs some CPU on an otherwise idle container, on average.
 *
 * A CPU limit is a quota for each tenth of a second: the request runs at the full speed of a core until that is spent, and goes on in the next one.
 *
 * @param work core seconds
 * @param limit cores; none where nothing is limited
 * @param speed cores that one request can use: a whole one, or less on a machine that is smaller
 */
export function secondsOfWork(work: number, limit = Infinity, speed = 1): number {
  const quota = limit * PERIOD;
  if (limit >= speed || work <= quota) return work / speed;
  let sum = 0;
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    const left = PERIOD * (1 - (moment + 0.5) / MOMENTS);
    const rest = work - Math.min(quota, left * speed);
    const full = Math.ceil(rest / quota) - 1; // periods in which all of the quota is spent
    sum += left + full * PERIOD + (rest - full * quota) / speed;
  }
  return sum / MOMENTS;
}
