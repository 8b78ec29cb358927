import { type Refusal, type Servers } from '../kubernetes/admission';
import { type CheckContext } from './check-options';
import { type Mistake } from './finding';
import { describe, type CheckedObject } from './manifest';

/** The servers that the options name. Which feature gates they have nobody knows, unless somebody has said so. */
export function serversOf({ kubernetes, keda, featureGates }: CheckContext): Servers {
  return {
    kubernetes,
    keda,
    featureGates: featureGates && Object.fromEntries(featureGates.map((gate) => [gate, true])),
  };
}

/** What the servers have against an object, told of the object. */
export function* told(object: CheckedObject, refusals: Iterable<Refusal>): Iterable<Mistake> {
  for (const { field, what, why, fix, gate, severity = gate === undefined ? 'error' : 'warning' } of refusals) {
    yield { severity, objects: [object], field, what: `${describe(object)}: ${what}.`, why, fix };
  }
}
