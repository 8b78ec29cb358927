const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800, y: 31536000 };

/** Seconds of a Prometheus duration such as `1h30m`; undefined if it is not one. */
export function durationSeconds(duration: unknown): number | undefined {
  if (typeof duration !== 'string' || !/^(?:\d+(?:ms|[smhdwy]))+$/.test(duration)) return undefined;
  let seconds = 0;
  for (const [, amount, unit = 's'] of duration.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    seconds += Number(amount) * (UNITS[unit] ?? 0);
  }
  return seconds;
}
