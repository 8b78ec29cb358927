import { refusalProblem, triggerAuthenticationRefusals } from '../../../kubernetes/admission';
import { type Fields } from '../../../kubernetes/fields';
import { DEFAULT_KEDA_RELEASE } from '../../../kubernetes/release';
import { type Problem } from '../../../validation';

/** The first thing that KEDA refuses in an authentication, or fails on, in the words of the rules. */
export function refusedAuthentication(manifest: Fields): Problem | undefined {
  const servers = { kubernetes: '', keda: DEFAULT_KEDA_RELEASE };
  for (const refusal of triggerAuthenticationRefusals(manifest, servers)) {
    return refusalProblem('An authentication', refusal);
  }
  return undefined;
}
