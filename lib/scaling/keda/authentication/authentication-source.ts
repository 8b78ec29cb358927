import { type Problem } from '../../../validation';
import { type PodIdentity } from './pod-identity';

/** A place that parameters of a trigger come from: one field of a TriggerAuthentication. */
export interface AuthenticationSource {
  /** The field, such as `secretTargetRef`. */
  readonly field: string;
  /** What stands in it: a list, or an object, of which there can be one. */
  readonly spec: unknown;
  /** The parameters that it has; undefined if only the cluster knows. */
  readonly parameters?: readonly string[];
  readonly problem?: Problem;
}

/** Sources as the spec of a TriggerAuthentication. */
export function authenticationSpec(sources: readonly AuthenticationSource[]): { readonly [field: string]: unknown } {
  const spec: { [field: string]: unknown } = {};
  for (const { field, spec: own } of sources) {
    const former = spec[field];
    spec[field] = Array.isArray(former) && Array.isArray(own) ? [...(former as unknown[]), ...(own as unknown[])] : own;
  }
  return spec;
}

/** What is wrong with sources, each by itself and beside the others. */
export function* sourceProblems(sources: readonly AuthenticationSource[]): Iterable<Problem> {
  for (const { problem } of sources) if (problem) yield problem;
  if (sources.length === 0) {
    yield {
      what: 'An authentication has nothing in it.',
      why: 'KEDA would get no parameter from it.',
      fix: 'Give it something, such as KedaAuthentication.secrets({ host: { name: "rabbitmq", key: "url" } }).',
    };
  }
  const single = sources.filter(({ spec }) => !Array.isArray(spec)).map(({ field }) => field);
  const twice = single.find((field, index) => single.indexOf(field) !== index);
  if (twice !== undefined) {
    yield {
      what: `An authentication has ${twice} twice.`,
      why: 'A TriggerAuthentication has room for one.',
      fix: 'Join the two, or use one authentication for each trigger.',
    };
  }
  const parameters = sources.flatMap((source) => source.parameters ?? []);
  const double = parameters.find((parameter, index) => parameters.indexOf(parameter) !== index);
  if (double !== undefined) {
    yield {
      what: `An authentication has the parameter ${double} from two places.`,
      why: 'One of them has no effect.',
      fix: 'Remove one.',
    };
  }
  const file = sources.find(({ field }) => field === 'filePath');
  if (file && sources.some(({ field }) => field !== 'filePath' && field !== 'podIdentity')) {
    yield {
      what: 'An authentication has a file and other sources.',
      why: 'KEDA reads all parameters from the file, and ignores the others.',
      fix: 'Put all parameters into the file, or none.',
    };
  }
}

/** A source of named parameters. */
export function parameterSource<T>(
  field: string,
  parameters: { readonly [parameter: string]: T },
  toSpec: (value: T) => object,
  problemOf: (value: T) => Problem | undefined,
): AuthenticationSource {
  const entries = Object.entries(parameters);
  const problem = entries.length === 0 ? emptyProblem(field) : firstProblem(entries, problemOf);
  return {
    field,
    spec: entries.map(([parameter, value]) => ({ parameter, ...toSpec(value) })),
    parameters: entries.map(([parameter]) => parameter),
    problem,
  };
}

/** A secret store as a source. */
export function storeSource(
  field: string,
  spec: object,
  secrets: { readonly [parameter: string]: unknown },
  problem: Problem | undefined,
): AuthenticationSource {
  const parameters = Object.keys(secrets);
  return {
    field,
    spec,
    parameters,
    problem: parameters.length === 0 ? emptyProblem(field) : (problem ?? blankProblem(parameters)),
  };
}

/** A pod identity as a source. */
export function podIdentitySource(identity: PodIdentity): AuthenticationSource {
  return { field: 'podIdentity', spec: identity.toSpec(), parameters: [], problem: identity.problem() };
}

function firstProblem<T>(
  entries: readonly (readonly [string, T])[],
  problemOf: (value: T) => Problem | undefined,
): Problem | undefined {
  for (const [, value] of entries) {
    const problem = problemOf(value);
    if (problem) return problem;
  }
  return blankProblem(entries.map(([parameter]) => parameter));
}

function blankProblem(parameters: readonly string[]): Problem | undefined {
  if (parameters.every((parameter) => parameter.trim() !== '')) return undefined;
  return {
    what: 'A parameter of an authentication has no name.',
    why: 'No trigger would read it.',
    fix: 'Name the parameter of the trigger, such as host or password.',
  };
}

function emptyProblem(field: string): Problem {
  return {
    what: `The ${field} of an authentication is empty.`,
    why: 'KEDA would get no parameter from it.',
    fix: 'Name the parameters of the trigger and where each of them is.',
  };
}
