import { type MetricUnit } from '../../simulation';
import { grouped } from '../text';

/** A value of a metric with its unit, as an axis or a table shows it. */
export function amount(value: number | null, unit: MetricUnit): string {
  if (value === null) return '-';
  switch (unit) {
    case 'percent':
      return `${grouped(value, value < 10 ? 1 : 0)} %`;
    case 'bytes':
      return value >= 2 ** 30 ? `${grouped(value / 2 ** 30, 1)} GiB` : `${grouped(value / 2 ** 20, 1)} MiB`;
    case 'seconds':
      return latency(value);
    case 'number':
      return precise(value);
    default:
      return `${precise(value)} ${unit}`;
  }
}

/** A latency: `80 ms`, `1.2 s`. */
export function latency(seconds: number | null): string {
  if (seconds === null) return '-';
  return seconds < 1 ? `${grouped(seconds * 1000, seconds < 0.01 ? 1 : 0)} ms` : `${grouped(seconds, 1)} s`;
}

/** A share with as many digits as tell it from nothing. */
export function share(part: number): string {
  const percent = part * 100;
  return `${grouped(percent, percent !== 0 && percent < 1 ? 3 : 2)} %`;
}

/** A change with its sign. */
export function signed(change: number, decimals = 0): string {
  const text = grouped(Math.abs(change), decimals);
  if (text === '0') return '+0';
  return `${change < 0 ? '-' : '+'}${text}`;
}

function precise(value: number): string {
  return grouped(value, Math.abs(value) < 100 ? 2 : 0);
}
