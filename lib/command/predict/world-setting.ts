import { InvalidArgumentError } from 'commander';
import { type WorldOptions } from '../../simulation';

/** Options of the world that are no numbers, and the groups of others. */
const GROUPS: readonly string[] = ['phases', 'metrics'];

/**
 * Adds a parameter of the model, such as `bootSeconds=17`, `cpuPerRequest=0.01..0.03` or `phases.hpa=3`, to the others. A text stands for
 * itself, as in `metrics.queue_depth=queue`.
 */
export function worldSetting(text: string, before: WorldOptions = {}): WorldOptions {
  const [, name = '', written = ''] = /^(?:world\.)?([A-Za-z][\w.:/-]*)=(.+)$/.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Write name=value, such as bootSeconds=17 or bootSeconds=10..20.');
  const value = valueOf(written);
  const [group = '', ...rest] = name.split('.');
  if (!GROUPS.includes(group) || rest.length === 0) return { ...before, [name]: value };
  const others = (before as Readonly<Record<string, object | undefined>>)[group];
  return { ...before, [group]: { ...others, [rest.join('.')]: value } };
}

function valueOf(text: string): number | readonly [number, number] | string {
  const [, low, high] = /^([\d.e+-]+?)\.\.([\d.e+-]+)$/i.exec(text) ?? [];
  if (low !== undefined && high !== undefined) {
    const range = [Number(low), Number(high)] as const;
    if (range.every(Number.isFinite)) return range;
  }
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
