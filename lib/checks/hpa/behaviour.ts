import { at, fields, list, show, type Fields, isWhole, written } from '../../kubernetes/fields';
import { quantityValue } from '../../kubernetes/quantity';
import { isAtLeast } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { type Refusal } from './refusal';

const SELECT_POLICIES = ['Max', 'Min', 'Disabled'];
const POLICY_TYPES = ['Pods', 'Percent'];

/** What the API server refuses in `behavior`, which is at `path` of its object. */
export function* behaviourMistakes(behavior: Fields, path: string, context: CheckContext): Iterable<Refusal> {
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = fields(behavior, direction);
    const name = `behavior.${direction}`;
    const where = `${path}.${direction}`;
    const window = at(rules, 'stabilizationWindowSeconds') ?? 0;
    if (!isWhole(window, 0, 3600)) {
      yield {
        field: `${where}.stabilizationWindowSeconds`,
        what: `${name} has a stabilization window of ${show(window)} s`,
        fix: 'Use a whole number from 0 to 3600 seconds.',
      };
    }
    const selectPolicy = at(rules, 'selectPolicy') ?? 'Max';
    if (!SELECT_POLICIES.includes(selectPolicy as string)) {
      yield {
        field: `${where}.selectPolicy`,
        what: `${name} has the selectPolicy ${show(selectPolicy)}`,
        fix: `Use one of ${SELECT_POLICIES.join(', ')}.`,
      };
    }
    const policies = at(rules, 'policies');
    if (Array.isArray(policies) && policies.length === 0) {
      yield {
        field: `${where}.policies`,
        what: `${name} has an empty list of policies`,
        fix: 'Add a policy, leave the list out, or disable the direction.',
      };
    }
    for (const [i, policy] of list(rules, 'policies').entries()) {
      yield* policyMistakes(policy, direction, `${where}.policies[${i}]`);
    }
    yield* toleranceMistakes(at(rules, 'tolerance') ?? undefined, name, `${where}.tolerance`, context);
  }
}

function* policyMistakes(policy: unknown, direction: string, path: string): Iterable<Refusal> {
  const type = at(policy, 'type');
  const value = at(policy, 'value');
  const period = at(policy, 'periodSeconds');
  if (!POLICY_TYPES.includes(type as string)) {
    yield {
      field: `${path}.type`,
      what: `behavior.${direction} has a policy of the type ${show(type)}`,
      fix: `Use one of ${POLICY_TYPES.join(', ')}.`,
    };
  }
  if (!isWhole(value, 1)) {
    yield {
      field: `${path}.value`,
      what: `behavior.${direction} has a policy with the value ${show(value)}`,
      fix: `Use a whole number above 0; to stop scaling ${direction === 'scaleUp' ? 'up' : 'down'}, disable the direction.`,
    };
  }
  if (!isWhole(period, 1, 1800)) {
    yield {
      field: `${path}.periodSeconds`,
      what: `behavior.${direction} has a policy with a period of ${show(period)} s`,
      fix: 'Use a whole number from 1 to 1800 seconds.',
    };
  }
}

function* toleranceMistakes(
  tolerance: unknown,
  name: string,
  field: string,
  { kubernetes, featureGates }: CheckContext,
): Iterable<Refusal> {
  if (tolerance === undefined) return;
  if ((quantityValue(tolerance) ?? -1) < 0) {
    yield {
      field,
      what: `${name} has the tolerance ${written(tolerance)}`,
      fix: 'Use a quantity from 0 up, such as 50m for 5 %.',
    };
  }
  if (!isAtLeast(kubernetes, '1.35') && !featureGates.includes('HPAConfigurableTolerance')) {
    yield {
      field,
      what: `${name} has a tolerance, which Kubernetes ${kubernetes} does not have`,
      why: 'The field came with 1.33 behind a gate and is on by default from 1.35; the API server drops it silently.',
      fix: "Leave it out, move to Kubernetes 1.35, or declare featureGates: ['HPAConfigurableTolerance'] on the cluster profile.",
    };
  }
}
