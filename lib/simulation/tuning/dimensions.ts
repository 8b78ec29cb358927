import { list, text, type Fields } from '../../kubernetes/fields';
import { milliText, milliValue } from '../../kubernetes/quantity';
import { targetFieldsOf } from '../keda/target-fields';
import { dimension, type Choice, type Dimension, type TunedManifests } from './dimension';
import { valueAt, type Path } from './path';

/** What is known of a workload, so that fields which rest on it may be searched. */
export interface KnownNumbers {
  /** Whether somebody measured what a request costs: then requests of CPU may be chosen. */
  readonly cpuPerRequest: boolean;
  /** Whether somebody measured how long a process boots: then probes may be chosen. */
  readonly bootSeconds: boolean;
}

/** What is searched, and what is left alone. */
export interface SearchSpace {
  readonly dimensions: readonly Dimension[];
  /** Fields that are not searched, each with the reason. */
  readonly leftAlone: readonly string[];
}

/** Numbers of replicas that people write. */
const REPLICAS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000];
const UTILIZATIONS = [20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];
/** Ten steps of a decade. */
const LADDER = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8];
/** How far from its present value a target that is not a percentage is searched. */
const WIDEST = 5;
/** A few values beyond that: so far that the answer is hardly ever at the edge, from where a second search would go on. */
const BEYOND = [8, 12.5, 20];
/** Less than a minute follows the noise of real clients, which no load here has. */
const DOWN_WINDOWS = [60, 120, 180, 300, 600, 900];
const UP_WINDOWS = [0, 30, 60];
const POLLING = [5, 10, 15, 30, 60];
const COOLDOWNS = [60, 120, 300, 600, 900];
const QUERY_WINDOWS = ['1m', '2m', '5m'];
const CPU_REQUESTS = [50, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 4000];
const PROBE_PERIODS = [1, 2, 5, 10];

/** Policies by which pods may come. */
const UP_POLICIES: readonly Choice[] = [
  { text: '900 % every 15 s', value: [{ type: 'Percent', value: 900, periodSeconds: 15 }] },
  { text: '100 % every 60 s', value: [{ type: 'Percent', value: 100, periodSeconds: 60 }] },
];
/** Policies by which pods may go. */
const DOWN_POLICIES: readonly Choice[] = [
  { text: '50 % every 60 s', value: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
  { text: '25 % every 60 s', value: [{ type: 'Percent', value: 25, periodSeconds: 60 }] },
  { text: '10 % every 60 s', value: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
];

/**
 * The fields of an autoscaler and its target that may be chosen, each with values that do not depend on the present one, so that a second
 * search finds what the first one found.
 *
 * @param leastReplicas what the minimum may not go below
 */
export function searchSpace(manifests: TunedManifests, known: KnownNumbers, leastReplicas?: number): SearchSpace {
  const { scaler, workload } = manifests;
  const isKeda = text(scaler, 'kind') === 'ScaledObject';
  const behavior: Path = isKeda
    ? ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior']
    : ['spec', 'behavior'];
  const hasBehavior = isKeda || !/\/v(?:1|2beta1)$/.test(text(scaler, 'apiVersion') ?? '');
  const found = [
    ...replicas(scaler, isKeda, leastReplicas),
    ...(isKeda ? triggerTargets(scaler) : metricTargets(scaler)),
    ...(hasBehavior ? behaviors(scaler, behavior) : []),
    ...(isKeda ? [...kedaClocks(scaler), ...queryWindows(scaler)] : []),
    ...(known.cpuPerRequest ? requests(workload) : []),
    ...(known.bootSeconds ? probes(workload) : []),
  ];
  return {
    dimensions: found.filter((each) => each !== undefined),
    leftAlone: [
      ...(known.cpuPerRequest
        ? []
        : ['requests of CPU: nobody measured cpuPerRequest, and what a pod uses follows from it']),
      ...(known.bootSeconds
        ? []
        : ['readiness probes: nobody measured bootSeconds, and when a pod answers follows from it']),
      ...(hasBehavior ? [] : ['behavior: this version of the API does not have it']),
    ],
  };
}

/** The minimum, not below what keeps a second pod; the maximum, not below what it is: a load beyond this one needs it. */
function replicas(scaler: Fields, isKeda: boolean, least: number | undefined): (Dimension | undefined)[] {
  const [min, max] = isKeda ? ['minReplicaCount', 'maxReplicaCount'] : ['minReplicas', 'maxReplicas'];
  const minNow = Number(valueAt(scaler, ['spec', min]) ?? (isKeda ? 0 : 1));
  const maxNow = Number(valueAt(scaler, ['spec', max]) ?? (isKeda ? 100 : 1));
  const floor = least ?? Math.min(2, minNow);
  return [
    numbers(
      min,
      'scaler',
      ['spec', min],
      minNow,
      REPLICAS.filter((each) => each >= floor && each <= maxNow),
    ),
    numbers(
      max,
      'scaler',
      ['spec', max],
      maxNow,
      REPLICAS.filter((each) => each > maxNow && each <= maxNow * 4),
    ),
  ];
}

function numbers(
  name: string,
  of: Dimension['of'],
  path: Path,
  now: number,
  all: readonly number[],
): Dimension | undefined {
  const choice = (value: number): Choice => ({ text: String(value), value });
  return dimension({ name, of, path }, choice(now), all.map(choice), (a, b) => Number(a.value) < Number(b.value));
}

function metricTargets(scaler: Fields): (Dimension | undefined)[] {
  const old: Path = ['spec', 'targetCPUUtilizationPercentage'];
  const present = valueAt(scaler, old);
  return [
    ...(typeof present === 'number'
      ? [numbers('targetCPUUtilizationPercentage', 'scaler', old, present, UTILIZATIONS)]
      : []),
    ...list(scaler, 'spec', 'metrics').flatMap((metric, index) => {
      const type = text(metric, 'type') ?? '';
      const source = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
      const name = text(metric, source, 'name') ?? text(metric, source, 'metric', 'name') ?? type;
      const path = ['spec', 'metrics', index, source, 'target'];
      const percent = valueAt(scaler, [...path, 'averageUtilization']);
      if (typeof percent === 'number') {
        const key = [...path, 'averageUtilization'];
        return [numbers(`averageUtilization of ${name}`, 'scaler', key, percent, UTILIZATIONS)];
      }
      return ['averageValue', 'value'].map((key) => amounts(scaler, `${key} of ${name}`, [...path, key]));
    }),
  ];
}

function triggerTargets(scaler: Fields): (Dimension | undefined)[] {
  return targetFieldsOf(scaler).map(({ name, path, trigger }) => {
    const type = text(trigger, 'type');
    if (type !== 'cpu' && type !== 'memory') return amounts(scaler, name, path);
    const isPercent = (text(trigger, 'metricType') ?? 'Utilization') === 'Utilization';
    const percent = Number(valueAt(scaler, path));
    if (!isPercent || !(percent > 0)) return undefined;
    const choice = (value: number): Choice => ({ text: String(value), value: String(value) });
    const field = { name, of: 'scaler', path } as const;
    return dimension(field, choice(percent), UTILIZATIONS.map(choice), (a, b) => Number(a.text) < Number(b.text));
  });
}

/** A target that is a quantity, in steps of a decade around what it is. */
function amounts(scaler: Fields, name: string, path: Path): Dimension | undefined {
  const present = valueAt(scaler, path);
  const now = milliValue(present);
  if (typeof now !== 'number' || now <= 0) return undefined;
  const isPlain = typeof present === 'number' || /^[\d.]+$/.test(String(present));
  const choice = (milli: number): Choice => {
    const written = isPlain ? String(milli / 1000) : milliText(milli);
    return { text: written, value: typeof present === 'number' ? milli / 1000 : written };
  };
  const decade = 10 ** Math.floor(Math.log10(now / WIDEST));
  const all = [0, 1, 2].flatMap((power) => LADDER.map((step) => Math.round(step * decade * 10 ** power)));
  const near = [...new Set(all)].filter((milli) => milli >= now / WIDEST && milli <= now * WIDEST && milli !== now);
  return dimension(
    { name, of: 'scaler', path },
    { text: String(present), value: present },
    [...near, ...BEYOND.map((times) => Math.round(now * times))].map(choice),
    (a, b) => Number(milliValue(a.value)) < Number(milliValue(b.value)),
  );
}

function behaviors(scaler: Fields, behavior: Path): (Dimension | undefined)[] {
  const window = (direction: string, fallback: number, all: readonly number[]): Dimension | undefined => {
    const path = [...behavior, direction, 'stabilizationWindowSeconds'];
    const now = Number(valueAt(scaler, path) ?? fallback);
    return numbers(`${direction}.stabilizationWindowSeconds`, 'scaler', path, now, all);
  };
  const policies = (direction: string, all: readonly Choice[]): Dimension | undefined => {
    const path = [...behavior, direction, 'policies'];
    const present = valueAt(scaler, path);
    const same = all.find(({ value }) => JSON.stringify(value) === JSON.stringify(present));
    const now = same ?? { text: present === undefined ? "the controller's" : 'as they are', value: present };
    return dimension({ name: `${direction}.policies`, of: 'scaler', path }, now, all);
  };
  const isOff = (direction: string): boolean =>
    valueAt(scaler, [...behavior, direction, 'selectPolicy']) === 'Disabled';
  return [
    ...(isOff('scaleDown') ? [] : [window('scaleDown', 300, DOWN_WINDOWS), policies('scaleDown', DOWN_POLICIES)]),
    ...(isOff('scaleUp') ? [] : [window('scaleUp', 0, UP_WINDOWS), policies('scaleUp', UP_POLICIES)]),
  ];
}

function kedaClocks(scaler: Fields): (Dimension | undefined)[] {
  const polling = Number(valueAt(scaler, ['spec', 'pollingInterval']) ?? 30);
  const cooldown = Number(valueAt(scaler, ['spec', 'cooldownPeriod']) ?? 300);
  const sleeps =
    Number(valueAt(scaler, ['spec', 'minReplicaCount']) ?? 0) === 0 ||
    valueAt(scaler, ['spec', 'idleReplicaCount']) === 0;
  return [
    numbers('pollingInterval', 'scaler', ['spec', 'pollingInterval'], polling, POLLING),
    ...(sleeps ? [numbers('cooldownPeriod', 'scaler', ['spec', 'cooldownPeriod'], cooldown, COOLDOWNS)] : []),
  ];
}

/** The window of a query, where it has exactly one. */
function queryWindows(scaler: Fields): (Dimension | undefined)[] {
  return list(scaler, 'spec', 'triggers').map((trigger, index) => {
    const query = text(trigger, 'metadata', 'query') ?? '';
    const windows = [...query.matchAll(/\[(\d+[smh])\]/g)];
    const present = windows[0]?.[1];
    if (windows.length !== 1 || present === undefined) return undefined;
    const choice = (window: string): Choice => ({
      text: `[${window}]`,
      value: query.replace(`[${present}]`, `[${window}]`),
    });
    const path = ['spec', 'triggers', index, 'metadata', 'query'];
    return dimension(
      { name: `window of the query of ${text(trigger, 'name') ?? text(trigger, 'type') ?? ''}`, of: 'scaler', path },
      { text: `[${present}]`, value: query },
      QUERY_WINDOWS.map(choice),
      (a, b) => secondsOf(a.text) < secondsOf(b.text),
    );
  });
}

function secondsOf(window: string): number {
  const [, amount, unit] = /(\d+)([smh])/.exec(window)!;
  return Number(amount) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}

const CONTAINER: Path = ['spec', 'template', 'spec', 'containers', 0];

function requests(workload: Fields): (Dimension | undefined)[] {
  const path = [...CONTAINER, 'resources', 'requests', 'cpu'];
  const present = valueAt(workload, path);
  const now = milliValue(present);
  if (typeof now !== 'number' || now <= 0) return [];
  const limit = milliValue(valueAt(workload, [...CONTAINER, 'resources', 'limits', 'cpu']));
  const most = typeof limit === 'number' ? limit : Infinity;
  const choice = (milli: number): Choice => ({ text: `${milli}m`, value: `${milli}m` });
  const others = CPU_REQUESTS.filter((milli) => milli <= most && milli !== now).map(choice);
  return [
    dimension(
      { name: 'requests.cpu', of: 'workload', path },
      { text: String(present), value: present },
      others,
      (a, b) => Number(milliValue(a.value)) < Number(milliValue(b.value)),
    ),
  ];
}

function probes(workload: Fields): (Dimension | undefined)[] {
  const probe = [...CONTAINER, 'readinessProbe'];
  if (valueAt(workload, probe) === undefined) return [];
  const period = Number(valueAt(workload, [...probe, 'periodSeconds']) ?? 10);
  const delay = Number(valueAt(workload, [...probe, 'initialDelaySeconds']) ?? 0);
  const sooner = [1, 2, 5, 10, 15, 20, 30].filter((each) => each < delay);
  return [
    numbers('readinessProbe.periodSeconds', 'workload', [...probe, 'periodSeconds'], period, PROBE_PERIODS),
    numbers('readinessProbe.initialDelaySeconds', 'workload', [...probe, 'initialDelaySeconds'], delay, sooner),
  ];
}
