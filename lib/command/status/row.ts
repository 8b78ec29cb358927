import { at, fields, list, number, text, written, type Fields } from '../../kubernetes/fields';
import { conditionOf, isPaused, readyPods, triggersOf, type Scaler } from './scaler';

/** An autoscaler in the table. */
export interface Row {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Such as `Deployment web`. */
  readonly target?: string;
  /** Each metric with its value and its target. */
  readonly metrics: readonly MetricCell[];
  readonly desired?: number;
  /** Undefined where its target is of a kind that is not read. */
  readonly ready?: number;
  readonly minReplicas: number;
  readonly maxReplicas?: number;
  /** When it scaled last, in milliseconds. */
  readonly scaledAt?: number;
  /** What it does, in plain words. */
  readonly state: string;
}

/** A metric, what it is and what it should be. */
export interface MetricCell {
  readonly name: string;
  /** Undefined where nobody knows it. */
  readonly current?: string;
  readonly target: string;
}

/** What the table says of an autoscaler. */
export function rowOf(scaler: Scaler): Row {
  const { kind, namespace, name, object, hpa, target } = scaler;
  const isHpa = kind === 'HorizontalPodAutoscaler';
  const [least, most] = isHpa ? ['minReplicas', 'maxReplicas'] : ['minReplicaCount', 'maxReplicaCount'];
  const scaledAt = Date.parse(text(hpa, 'status', 'lastScaleTime') ?? text(object, 'status', 'lastActiveTime') ?? '');
  const desired = hpa ? decided(hpa) : number(target?.object, 'spec', 'replicas');
  const ready = readyPods(scaler);
  return {
    ...{ kind, namespace, name },
    ...(ready !== undefined && { ready }),
    ...(target && { target: `${target.kind} ${target.name}` }),
    metrics: hpa
      ? metricsOf(hpa)
      : triggersOf(scaler).map((each) => ({ name: text(each, 'type') ?? '?', target: '?' })),
    ...(desired !== undefined && { desired }),
    minReplicas: number(object, 'spec', least) ?? (isHpa ? 1 : 0),
    maxReplicas: number(object, 'spec', most) ?? (isHpa ? undefined : 100),
    ...(Number.isNaN(scaledAt) ? {} : { scaledAt }),
    state: stateOf(scaler),
  };
}

/** What an HPA wants; undefined before its first decision, when its status has 0. */
function decided(hpa: Fields): number | undefined {
  const desired = number(hpa, 'status', 'desiredReplicas');
  const isAtZero = text(conditionOf(hpa, 'ScalingActive'), 'reason') === 'ScalingDisabled';
  return desired === 0 && !isAtZero ? undefined : desired;
}

function metricsOf(hpa: Fields): MetricCell[] {
  const current = list(hpa, 'status', 'currentMetrics').map((each) => fields(each));
  return list(hpa, 'spec', 'metrics').map((metric, index) => {
    const { source, name } = sourceOf(fields(metric));
    const target = fields(source, 'target');
    const isIt = (each: Fields | undefined): boolean =>
      each?.type === at(metric, 'type') && sourceOf(each ?? {}).name === name;
    const found = isIt(current[index]) ? current[index] : current.find(isIt); // one that failed is left out by old releases
    const now = fields(sourceOf(found ?? {}).source, 'current');
    const field = ['averageUtilization', 'averageValue', 'value'].find((each) => target[each] !== undefined) ?? 'value';
    const value = now[field];
    const unit = field === 'averageUtilization' ? '%' : '';
    return {
      name,
      ...(value !== undefined && { current: `${written(value)}${unit}` }),
      target: `${written(target[field] ?? '?')}${unit}${field === 'averageValue' ? ' a pod' : ''}`,
    };
  });
}

/** The part of a metric that says what it is, and its name. */
function sourceOf(metric: Fields): { readonly source: Fields; readonly name: string } {
  const type = text(metric, 'type') ?? '';
  const source = fields(metric, `${type.charAt(0).toLowerCase()}${type.slice(1)}`);
  const container = text(source, 'container');
  const name = text(source, 'metric', 'name') ?? text(source, 'name') ?? '';
  return { source, name: container === undefined ? name : `${name} of ${container}` };
}

const LIMITED: Readonly<Record<string, string>> = {
  TooManyReplicas: 'at its maximum, and would take more',
  TooFewReplicas: 'at its minimum',
  ScaleUpLimit: 'going up as fast as it may',
  ScaleDownLimit: 'going down as fast as it may',
};

/** Conditions in plain words, the one that matters most. */
function stateOf(scaler: Scaler): string {
  const { hpa, object, kind, target } = scaler;
  if (isPaused(scaler)) return 'paused';
  if (conditionOf(object, 'Fallback')?.status === 'True') return 'on its fallback: its source does not answer';
  if (kind !== 'HorizontalPodAutoscaler' && conditionOf(object, 'Ready')?.status === 'False') return 'not ready';
  if (kind === 'ScaledJob') return conditionOf(object, 'Active')?.status === 'True' ? 'makes Jobs' : 'nothing to do';
  if (!hpa) return 'without an HPA yet';
  const [able, active, limited] = ['AbleToScale', 'ScalingActive', 'ScalingLimited'].map((type) =>
    conditionOf(hpa, type),
  );
  if (!able && !active) return 'not looked at yet';
  if (able?.status === 'False') return 'cannot scale';
  if (active?.status === 'False') {
    if (text(active, 'reason') !== 'ScalingDisabled') return 'cannot read its metrics';
    const isIdle = kind === 'ScaledObject' && conditionOf(object, 'Active')?.status !== 'True';
    return isIdle ? 'at zero: nothing to do' : `off: ${target?.kind ?? 'the target'} was scaled to 0`;
  }
  if (limited?.status === 'True') return LIMITED[text(limited, 'reason') ?? ''] ?? 'limited';
  if (text(able, 'reason') === 'ScaleDownStabilized') return 'waiting before it goes down';
  return 'steady';
}
