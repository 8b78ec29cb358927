import { at, fields, isWhole, list, number, text, type Fields } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A way down that takes more than half an hour: pods that nobody needs stay for all that time. */
export const slowScaleDown: Rule = {
  id: 'R46',
  name: 'slow-scale-down',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An autoscaler needs more than half an hour to scale down.',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies',
  find,
};

const SLOW_SECONDS = 30 * 60;
const DEFAULT_WINDOW_SECONDS = 300;

/** Where each kind of autoscaler keeps its way down. */
const PATHS = new Map([
  ['HorizontalPodAutoscaler', ['behavior', 'scaleDown']],
  ['ScaledObject', ['advanced', 'horizontalPodAutoscalerConfig', 'behavior', 'scaleDown']],
]);

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object, minReplicas, maxReplicas } of index.autoscalers) {
    const path = PATHS.get(object.manifest.kind) ?? [];
    const scaleDown = fields(object.manifest, 'spec', ...path);
    if (maxReplicas === undefined || text(scaleDown, 'selectPolicy') === 'Disabled') continue; // which says what it does
    const min = Math.max(1, minReplicas);
    const policy = decidingPolicy(scaleDown, min, maxReplicas);
    if (!policy) continue;
    const seconds = policy.seconds + (number(scaleDown, 'stabilizationWindowSeconds') ?? DEFAULT_WINDOW_SECONDS);
    if (seconds <= SLOW_SECONDS) continue;
    const { value, period, isPercent } = policy;
    const unit = isPercent ? ' %' : value === 1 ? ' pod' : ' pods';
    yield {
      objects: [object],
      field: ['spec', ...path, 'policies'].join('.'),
      what: `${describe(object)}: its way down from ${maxReplicas} to ${min} replicas takes ${Math.round(seconds / 60)} minutes: ${value}${unit} per ${period} s.`,
      why: 'Pods that nobody needs any more are paid for all that time.',
      fix: 'Allow a larger step or a shorter period, such as 10 % per 60 s; a stabilization window alone already prevents flapping.',
    };
  }
}

/** A policy, and how long it alone needs. */
interface Pace {
  readonly seconds: number;
  readonly value: number;
  readonly period: number;
  readonly isPercent: boolean;
}

/** The fastest policy, or the slowest one where that is to be chosen. */
function decidingPolicy(scaleDown: Fields, min: number, max: number): Pace | undefined {
  const paces = list(scaleDown, 'policies').flatMap((policy) => paceOf(policy, min, max) ?? []);
  const isSlowest = text(scaleDown, 'selectPolicy') === 'Min';
  return paces.sort((a, b) => (isSlowest ? b.seconds - a.seconds : a.seconds - b.seconds))[0];
}

/** The first step of a policy is free, each other one waits for a period. */
function paceOf(policy: unknown, min: number, max: number): Pace | undefined {
  const value = number(policy, 'value') ?? 0;
  const period = number(policy, 'periodSeconds') ?? 0;
  if (!isWhole(value, 1) || !isWhole(period, 1, 1800) || max <= min) return undefined;
  const isPercent = at(policy, 'type') === 'Percent';
  const steps = isPercent ? percentSteps(value, min, max) : Math.ceil((max - min) / value);
  return { seconds: (steps - 1) * period, value, period, isPercent };
}

function percentSteps(percent: number, min: number, max: number): number {
  let steps = 0;
  for (let replicas = max; replicas > min; replicas = Math.trunc(replicas * (1 - percent / 100))) steps++;
  return steps;
}
