import { hasGate, isGateOn } from '../feature-gates';
import { at, isWhole, list, optionalFields, show, written, type Fields } from '../fields';
import { milliValue } from '../quantity';
import { type Refusal, type Servers } from './refusal';
import { wholeNumberFault } from './whole-number';

const SELECT_POLICIES = ['Max', 'Min', 'Disabled'];
const POLICY_TYPES = ['Pods', 'Percent'];
const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;

/** Where a behaviour stands, and what happens to an object with a mistake in it. */
export interface BehaviorPlace {
  /** Such as `spec.behavior`. */
  readonly path: string;
  readonly why: string;
  /** Whether it is handed on to the API server by a controller that has taken it. */
  readonly admitted?: boolean;
}

/** What the API server refuses in the `behavior` of an HPA. */
export function* behaviorRefusals(behavior: unknown, place: BehaviorPlace, servers: Servers): Iterable<Refusal> {
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = optionalFields(behavior, direction);
    if (rules) yield* ruleRefusals(rules, direction, place, servers);
  }
}

function* ruleRefusals(
  rules: Fields,
  direction: string,
  { path, why, admitted }: BehaviorPlace,
  servers: Servers,
): Iterable<Refusal> {
  const name = `behavior.${direction}`;
  const where = `${path}.${direction}`;
  const window = at(rules, 'stabilizationWindowSeconds') ?? 0;
  if (!isWhole(window, 0, LONGEST_WINDOW)) {
    yield {
      field: `${where}.stabilizationWindowSeconds`,
      what: `${name} has a stabilization window of ${show(window)} s`,
      why,
      fix: `Use a whole number from 0 to ${LONGEST_WINDOW} seconds.`,
      admitted: admittedNumber(window, admitted),
    };
  }
  const selectPolicy = at(rules, 'selectPolicy') ?? 'Max';
  if (!SELECT_POLICIES.includes(selectPolicy as string)) {
    yield {
      field: `${where}.selectPolicy`,
      what: `${name} has the selectPolicy ${show(selectPolicy)}`,
      why,
      fix: `Use one of ${SELECT_POLICIES.join(', ')}.`,
      admitted: typeof selectPolicy === 'string' ? admitted : undefined,
    };
  }
  const policies = at(rules, 'policies');
  if (Array.isArray(policies) && policies.length === 0) {
    yield {
      field: `${where}.policies`,
      what: `${name} has an empty list of policies`,
      why,
      fix: 'Add a policy, leave the list out, or disable the direction.',
      admitted,
    };
  }
  for (const [index, policy] of list(rules, 'policies').entries()) {
    yield* policyRefusals(policy, direction, { path: `${where}.policies[${index}]`, why, admitted });
  }
  yield* toleranceRefusals(
    at(rules, 'tolerance') ?? undefined,
    name,
    { path: `${where}.tolerance`, why, admitted },
    servers,
  );
}

function* policyRefusals(
  policy: unknown,
  direction: string,
  { path, why, admitted }: BehaviorPlace,
): Iterable<Refusal> {
  const type = at(policy, 'type');
  const value = at(policy, 'value');
  const period = at(policy, 'periodSeconds');
  if (!POLICY_TYPES.includes(type as string)) {
    yield {
      field: `${path}.type`,
      what: `behavior.${direction} has a policy of the type ${show(type)}`,
      why,
      fix: `Use one of ${POLICY_TYPES.join(', ')}.`,
      admitted: typeof type === 'string' ? admitted : undefined,
    };
  }
  if (wholeNumberFault('value', value, 1)) {
    yield {
      field: `${path}.value`,
      what: `behavior.${direction} has a policy with the value ${show(value)}`,
      why,
      fix: `Use a whole number above 0; to stop scaling ${direction === 'scaleUp' ? 'up' : 'down'}, disable the direction.`,
      admitted: admittedNumber(value, admitted),
    };
  }
  if (!isWhole(period, 1, LONGEST_PERIOD)) {
    yield {
      field: `${path}.periodSeconds`,
      what: `behavior.${direction} has a policy with a period of ${show(period)} s`,
      why,
      fix: `Use a whole number from 1 to ${LONGEST_PERIOD} seconds.`,
      admitted: admittedNumber(period, admitted),
    };
  }
}

/** What cannot be decoded is refused by whoever is given it first. */
function admittedNumber(value: unknown, admitted: boolean | undefined): boolean | undefined {
  return wholeNumberFault('', value, -(2 ** 31)) ? undefined : admitted;
}

function* toleranceRefusals(
  tolerance: unknown,
  name: string,
  { path, why, admitted }: BehaviorPlace,
  { kubernetes, featureGates }: Servers,
): Iterable<Refusal> {
  if (tolerance === undefined) return;
  const isOn = isGateOn('HPAConfigurableTolerance', kubernetes, featureGates);
  const milli = milliValue(tolerance);
  if (milli === undefined || milli < 0) {
    yield {
      field: path,
      what: `${name} has the tolerance ${written(tolerance)}`,
      why,
      fix: 'Use a quantity from 0 up, such as 50m for 5 %.',
      admitted: milli === undefined ? undefined : admitted,
    };
  }
  if (isOn) return;
  const exists = hasGate('HPAConfigurableTolerance', kubernetes);
  yield {
    field: path,
    what: exists
      ? `${name} has a tolerance, which Kubernetes ${kubernetes} drops`
      : `${name} has a tolerance, which Kubernetes ${kubernetes} does not have`,
    why: exists
      ? 'Its feature gate is off by default before 1.35: the API server drops the field silently, and 10 % hold.'
      : 'The field came with 1.33 behind a gate and is on by default from 1.35: kubectl refuses an unknown field, and others drop it.',
    fix: 'Leave it out, move to Kubernetes 1.35, or switch on the gate HPAConfigurableTolerance and say so: featureGates in code, --feature-gate in the command.',
    admitted: exists || admitted,
  };
}
