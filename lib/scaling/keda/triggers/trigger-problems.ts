import { NOT_BUILT } from '../../../kubernetes/keda/not-built';
import { similarName } from '../../../checks/similar-names';
import {
  missingKeys,
  triggerTypes,
  unreadKeys,
  type TriggerKey,
  type TriggerType,
} from '../../../kubernetes/keda/triggers';
import { type Problem } from '../../../validation';
import { type KedaAuthentication } from '../authentication/keda-authentication';
import { capital, named } from './trigger-draft';

/** A trigger as it stands in the manifest. */
export interface WrittenTrigger {
  readonly type: string;
  readonly metadata: { readonly [key: string]: string | undefined };
  readonly authentication?: KedaAuthentication;
}

/** Scalers that hand on what they do not know themselves, empty values too. */
const HANDS_ON = ['external', 'external-push'];

/** What KEDA's table of triggers says against a trigger: its type, its keys, the parameters of its authentication. */
export function* tableProblems({ type, metadata, authentication }: WrittenTrigger): Iterable<Problem> {
  const known = triggerTypes().get(type);
  if (!known) {
    const similar = similarName(type, triggerTypes().keys());
    yield {
      what: `KEDA has no trigger of the type "${type}".`,
      why: NOT_BUILT,
      fix: similar === undefined ? 'Use a type of https://keda.sh/docs/2.20/scalers/.' : `Did you mean "${similar}"?`,
    };
    return;
  }
  yield* blankValues(type, metadata);
  yield* missing(type, metadata, authentication);
  yield* unread(type, known, metadata);
  if (!authentication) return;
  const problem = authentication.problem();
  if (problem) yield problem;
  yield* unreadParameters(type, known, authentication);
}

function* blankValues(type: string, metadata: WrittenTrigger['metadata']): Iterable<Problem> {
  for (const [key, value] of Object.entries(metadata)) {
    if (value?.trim() !== '' || HANDS_ON.includes(type)) continue;
    yield {
      what: `The ${key} of ${named(type)} is empty.`,
      why: 'KEDA takes it for missing.',
      fix: `Give ${key} a value, or leave it out.`,
    };
  }
}

function* missing(
  type: string,
  metadata: WrittenTrigger['metadata'],
  authentication: KedaAuthentication | undefined,
): Iterable<Problem> {
  const parameters = authentication?.parameters;
  const hasAuthentication = authentication !== undefined && parameters === undefined;
  for (const { names, fromEnvironment, fromAuthentication, inMetadata } of missingKeys({
    type,
    metadata,
    hasAuthentication,
  })) {
    if (fromAuthentication && names.some((name) => parameters?.includes(name))) continue;
    const [key = ''] = names;
    const places = [
      ...(inMetadata ? names : []),
      ...(fromEnvironment ? [`${key}FromEnv`] : []),
      ...(fromAuthentication ? [`an authentication with the parameter ${key}`] : []),
    ];
    yield {
      what: `${capital(named(type))} has no ${names.join(' or ')}.`,
      why: NOT_BUILT,
      fix: `Add ${places.join(' or ')}.`,
    };
  }
}

/** Of a type that reads more than the table tells, only what is a slip of a key that it tells. */
function* unread(type: string, known: TriggerType, metadata: WrittenTrigger['metadata']): Iterable<Problem> {
  const keys = metadataKeys(known);
  const unreadHere = known.isOpen
    ? Object.keys(metadata).flatMap((key) =>
        keys.includes(key) || HANDS_ON.includes(type) || similarKey(key, keys) === undefined
          ? []
          : [{ key, secret: undefined }],
      )
    : unreadKeys({ type, metadata });
  for (const { key, secret } of unreadHere) {
    const places = [
      ...(secret?.fromEnvironment ? [`${key}FromEnv`] : []),
      ...(secret?.fromAuthentication ? [`an authentication with the parameter ${key}`] : []),
    ];
    yield {
      what: `KEDA does not read the key ${key} of ${named(type)}.`,
      why: 'It ignores the key without a word, and uses its default, or what it finds elsewhere.',
      fix: places.length > 0 ? `Give it by ${places.join(' or ')}.` : meantOr(key, keys, 'Remove it.'),
    };
  }
}

function* unreadParameters(type: string, known: TriggerType, authentication: KedaAuthentication): Iterable<Problem> {
  const read = known.keys.filter(({ fromAuthentication }) => fromAuthentication).flatMap(({ names }) => names);
  for (const parameter of authentication.parameters ?? []) {
    if (read.includes(parameter)) continue;
    const meant = similarKey(parameter, read);
    if (meant === undefined && known.isOpen) continue;
    yield {
      what: `The authentication of ${named(type)} has the parameter ${parameter}, which KEDA does not read.`,
      why: 'KEDA ignores it without a word.',
      fix: meantOr(parameter, read, read.length > 0 ? `Use one of ${read.join(', ')}.` : 'Remove it.'),
    };
  }
}

function metadataKeys({ keys }: TriggerType): readonly string[] {
  const ofKey = ({ names, inMetadata, fromEnvironment }: TriggerKey): readonly string[] => [
    ...(inMetadata ? names : []),
    ...(fromEnvironment ? names.map((name) => `${name}FromEnv`) : []),
  ];
  return keys.flatMap(ofKey);
}

function similarKey(key: string, keys: readonly string[]): string | undefined {
  return keys.find((each) => each.toLowerCase() === key.toLowerCase()) ?? similarName(key, keys);
}

function meantOr(key: string, keys: readonly string[], otherwise: string): string {
  const meant = similarKey(key, keys);
  return meant === undefined ? otherwise : `Did you mean ${meant}?`;
}
