import { at, list, optionalFields, optionalWhole, show, text, whole, type Fields } from '../../kubernetes/fields';
import { approximateFloat } from '../../kubernetes/quantity';
import { InputError } from '../../validation';
import { type Behavior, type ScalingPolicy, type ScalingRules } from './hpa-spec';

/** What the API server writes into `scaleUp` when there is a behaviour. */
const SCALE_UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** What the API server writes into `scaleDown` when there is a behaviour; the window is left to the controller. */
const SCALE_DOWN: ScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/**
 * The behaviour of an HPA, with the defaults that the API server fills in; undefined where there is none.
 *
 * @throws InputError if a number or tolerance is invalid.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior
 */
export function readBehavior(spec: unknown): Behavior | undefined {
  const behavior = optionalFields(spec, 'behavior');
  return (
    behavior && {
      scaleUp: readRules('behavior.scaleUp', optionalFields(behavior, 'scaleUp') ?? {}, SCALE_UP),
      scaleDown: readRules('behavior.scaleDown', optionalFields(behavior, 'scaleDown') ?? {}, SCALE_DOWN),
    }
  );
}

function readRules(path: string, rules: Fields, defaults: ScalingRules): ScalingRules {
  const given = at(rules, 'policies');
  return {
    stabilizationWindowSeconds:
      optionalWhole(`${path}.stabilizationWindowSeconds`, rules.stabilizationWindowSeconds) ??
      defaults.stabilizationWindowSeconds,
    selectPolicy: text(rules, 'selectPolicy') ?? defaults.selectPolicy,
    policies: given === undefined || given === null ? defaults.policies : readPolicies(path, rules),
    tolerance: readTolerance(`${path}.tolerance`, rules.tolerance),
  };
}

function readPolicies(path: string, rules: Fields): ScalingPolicy[] {
  return list(rules, 'policies').map((policy, index) => ({
    type: text(policy, 'type') ?? '',
    value: whole(`${path}.policies[${index}].value`, at(policy, 'value')),
    periodSeconds: whole(`${path}.policies[${index}].periodSeconds`, at(policy, 'periodSeconds')),
  }));
}

function readTolerance(path: string, tolerance: unknown): number | undefined {
  if (tolerance === undefined || tolerance === null) return undefined;
  const share = approximateFloat(path, tolerance);
  if (share >= 0) return share;
  throw new InputError({
    what: `${path} ${show(tolerance)} is negative.`,
    why: 'The API server refuses it.',
    fix: 'Write a share of the target, such as 0.05; 0 lets every deviation count.',
  });
}
