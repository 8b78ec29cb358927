import { annotationsError, dnsSubdomainProblem, labelsError, nameError, type Problem } from '../../../validation';
import { type AuthenticationObject } from './keda-authentication';
import { type TriggerAuthenticationProps } from './trigger-authentication';

/** What is wrong with an object that has an authentication. */
export function objectProblems(
  kind: AuthenticationObject['kind'],
  name: string,
  { from, labels = {}, annotations = {} }: TriggerAuthenticationProps,
): readonly (Problem | undefined)[] {
  return [
    nameError(`The ${kind}`, name, dnsSubdomainProblem(name)),
    from.object && {
      what: `The ${kind} "${name}" is to be made of another one, "${from.object.name}".`,
      why: 'It has sources of its own, or there is nothing to make.',
      fix: 'Give it sources, such as KedaAuthentication.secrets or KedaAuthentication.podIdentity.',
    },
    from.problem(kind),
    labelsError(labels),
    annotationsError(annotations),
  ];
}
