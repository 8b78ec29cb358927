import {
  configKeyProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  environmentNameProblem,
  nameError,
  type Problem,
} from '../../../validation';

/** A key of a Secret. */
export interface SecretKeyReference {
  /** Name of the Secret, in the namespace of what is scaled; of a `ClusterTriggerAuthentication` in the namespace of KEDA. */
  readonly name: string;
  /** The key in it: letters, digits, "-", "_" and ".". */
  readonly key: string;
}

/** A key of a ConfigMap. */
export interface ConfigMapKeyReference {
  /** Name of the ConfigMap, in the namespace of what is scaled; of a `ClusterTriggerAuthentication` in the namespace of KEDA. */
  readonly name: string;
  /** The key in it: letters, digits, "-", "_" and ".". */
  readonly key: string;
}

/** An environment variable of the pods that are scaled. */
export interface EnvironmentReference {
  /** Name of the variable. */
  readonly name: string;
  /**
   * Name of the container that has it.
   * @default the first one
   */
  readonly container?: string;
}

/** Why KEDA cannot find a key of a Secret or ConfigMap. */
export function keyReferenceProblem(
  kind: 'Secret' | 'ConfigMap',
  { name, key }: SecretKeyReference,
): Problem | undefined {
  const problem = nameError(`The ${kind}`, name, dnsSubdomainProblem(name));
  if (problem || configKeyProblem(key) === undefined) return problem;
  return {
    what: `The key "${key}" of ${kind} "${name}" is not a valid key.`,
    why: `No ${kind} has such a key: KEDA would find nothing.`,
    fix: 'Use letters, digits, "-", "_" and ".".',
  };
}

/** Why KEDA cannot find a variable. */
export function environmentReferenceProblem({ name, container }: EnvironmentReference): Problem | undefined {
  return (
    nameError('The environment variable', name, environmentNameProblem(name)) ??
    (container === undefined ? undefined : nameError('The container', container, dnsLabelProblem(container)))
  );
}

/** A key of a Secret, as the secret stores of the clouds are told about it. */
export function secretKeyRef({ name, key }: SecretKeyReference): object {
  return { valueFrom: { secretKeyRef: { name, key } } };
}
