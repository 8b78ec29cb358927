import { InvalidArgumentError } from 'commander';
import { quantityValue } from '../../kubernetes/quantity';
import { type WorldOptions } from '../../simulation';

/** What somebody sets: the other options say what rules found. */
type Settable = Exclude<keyof WorldOptions, 'unreadable' | 'unbuilt' | 'sidecars'>;

/** How each option of the world is written: a number or a range, a quantity or a range of them, a text, or a group of them. */
const KINDS: Readonly<Record<Settable, 'estimate' | 'quantity' | 'number' | 'text' | 'group'>> = {
  replicas: 'number',
  cpuPerRequest: 'estimate',
  extraLatency: 'estimate',
  idleCpu: 'estimate',
  bootCpu: 'estimate',
  coresPerPod: 'estimate',
  memory: 'quantity',
  memoryPerRequest: 'quantity',
  startSeconds: 'estimate',
  pullSeconds: 'estimate',
  bootSeconds: 'estimate',
  ageSeconds: 'estimate',
  endpointLag: 'estimate',
  drainSeconds: 'estimate',
  requestTimeout: 'estimate',
  refusalSeconds: 'estimate',
  loadFactor: 'estimate',
  metricsInterval: 'estimate',
  kubeletInterval: 'estimate',
  scrapeInterval: 'estimate',
  rateWindow: 'estimate',
  syncSeconds: 'estimate',
  phases: 'group',
  metrics: 'group',
  startTime: 'text',
};

/** When which clock ticks first. */
const PHASES: Readonly<Record<keyof NonNullable<WorldOptions['phases']>, true>> = {
  hpa: true,
  metricsServer: true,
  kubelet: true,
  prometheus: true,
  keda: true,
  probe: true,
};

/**
 * Adds a parameter of the model, such as `bootSeconds=17`, `cpuPerRequest=0.01..0.03`, `phases.hpa=3` or `metrics.queue_depth=queue`, to the
 * others.
 */
export function worldSetting(text: string, before: WorldOptions = {}): WorldOptions {
  const [, name = '', member, written = ''] = /^(?:world\.)?([A-Za-z]+)(?:\.([^=]+))?=(.+)$/.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Write name=value, such as bootSeconds=17 or bootSeconds=10..20.');
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name as Settable] : undefined;
  const isKnown =
    (kind === 'group') === (member !== undefined) && (name !== 'phases' || Object.hasOwn(PHASES, member ?? ''));
  if (kind === undefined || !isKnown) {
    const phases = Object.keys(PHASES).map((phase) => `phases.${phase}`);
    const names = Object.keys(KINDS).flatMap((each) =>
      each === 'phases' ? phases : each === 'metrics' ? ['metrics.NAME'] : [each],
    );
    throw new InvalidArgumentError(`There is no such parameter; there are ${names.join(', ')}.`);
  }
  if (member === undefined) {
    return {
      ...before,
      [name]: kind === 'text' ? written : numberOf(written, kind === 'quantity' ? quantityOf : Number),
    };
  }
  const group = (before as Readonly<Record<string, object | undefined>>)[name];
  return { ...before, [name]: { ...group, [member]: name === 'metrics' ? sourceOf(written) : numberOf(written) } };
}

function numberOf(
  text: string,
  read: (part: string) => number = Number,
): number | readonly [low: number, high: number] {
  const [low = NaN, high, ...more] = text.split('..').map(read);
  if (!Number.isFinite(low) || (high !== undefined && !Number.isFinite(high)) || more.length > 0) {
    throw new InvalidArgumentError(`"${text}" is neither a number nor a range; write 17 or 10..20.`);
  }
  return high === undefined ? low : [low, high];
}

/** A quantity of Kubernetes, such as `490Mi`; NaN if it is not one. */
function quantityOf(text: string): number {
  return quantityValue(text) ?? NaN;
}

/** What a metric measures: a number, or the name of a signal, which the simulator knows. */
function sourceOf(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
