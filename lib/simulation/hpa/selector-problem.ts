import { type Observation } from './decision';
import { type ReleaseFeatures } from '../release';
import { type HpaSpec } from './hpa-spec';

/** Why the pods of the target cannot be told from others. */
export interface SelectorProblem {
  /** Reason of the event. */
  readonly event: string;
  readonly error: string;
  /** Reason and message of the condition ScalingActive. */
  readonly reason: string;
  readonly message: string;
}

const KEY = String.raw`(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?`;
const REQUIREMENT = new RegExp(
  `^\\s*(?:!\\s*${KEY}|${KEY}(?:\\s*(?:==?|!=)\\s*${VALUE}|\\s+(?:in|notin)\\s*\\([^()]*\\)|\\s*[<>]\\s*\\d+)?)\\s*$`,
);

/** What is wrong with the selector of the scale; undefined where it is absent, because the given pods then fit it. */
export function selectorProblem(
  { scale, competingAutoscalers = [] }: Observation,
  { namespace, name }: HpaSpec,
  { wordsOf137 }: ReleaseFeatures,
): SelectorProblem | undefined {
  const selector = 'error' in scale ? undefined : scale.selector;
  if (selector === '') {
    return {
      event: 'SelectorRequired',
      error: 'selector is required',
      reason: 'InvalidSelector',
      message: "the HPA target's scale is missing a selector",
    };
  }
  if (selector !== undefined && !requirementsOf(selector).every((each) => REQUIREMENT.test(each))) {
    const error = `couldn't convert selector into a corresponding internal selector object: unable to parse requirement: ${selector}`;
    return { event: 'InvalidSelector', error, reason: 'InvalidSelector', message: error };
  }
  if (competingAutoscalers.length === 0) return undefined;
  const keys = [`${namespace}/${name}`, ...competingAutoscalers].map(
    (key) => `{${key.split('/').reverse().join(' ')}}`,
  );
  const error = wordsOf137
    ? `pods by selector ${selector ?? ''} are controlled by more than one HPA (e.g. [${keys.slice(0, 2).join(' ')}])`
    : `pods by selector ${selector ?? ''} are controlled by multiple HPAs: [${keys.join(' ')}]`;
  return { event: 'AmbiguousSelector', error, reason: 'AmbiguousSelector', message: error };
}

/** The parts between commas, except for commas in parentheses. */
function requirementsOf(selector: string): string[] {
  return selector.match(/(?:\([^()]*\)|[^,])+/g) ?? [];
}
