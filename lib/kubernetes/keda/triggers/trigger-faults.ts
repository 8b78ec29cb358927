import { triggerTypes, type TriggerKey, type TriggerType } from './trigger-type';

/** A trigger of a ScaledObject or ScaledJob. */
export interface JudgedTrigger {
  readonly type: string;
  /** What its metadata says, as text. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Whether it has an authenticationRef, which may have what is missing. */
  readonly hasAuthentication: boolean;
}

/** Something that the scaler of a trigger does not take. */
export interface TriggerFault {
  /** The key of the metadata that is at fault; undefined where something is missing. */
  readonly key?: string;
  /** What the trigger has or lacks, as in `has no topic`. */
  readonly what: string;
  readonly fix: string;
  /** Whether nothing here gives credentials, which somebody may keep out of the manifests and put in later. */
  readonly isOfCredentials?: boolean;
}

const FROM_ENVIRONMENT = 'FromEnv';

/** The keys that a trigger needs and does not have. */
export function missingKeys({ type, metadata, hasAuthentication }: JudgedTrigger): readonly TriggerKey[] {
  const isGiven = (key: string): boolean => {
    const value = metadata[key];
    return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
  };
  return (triggerTypes().get(type)?.keys ?? []).filter(
    ({ names, isRequired, inMetadata, fromEnvironment, fromAuthentication }) =>
      isRequired &&
      !(fromAuthentication && hasAuthentication) &&
      !names.some((name) => (inMetadata && isGiven(name)) || (fromEnvironment && isGiven(name + FROM_ENVIRONMENT))),
  );
}

/** A key that the scaler does not read. */
export interface UnreadKey {
  readonly key: string;
  /** The key that the scaler reads from elsewhere: a secret, which may not stand in the metadata. */
  readonly secret?: TriggerKey;
}

/** The keys of a trigger that its scaler does not read; none of a type that reads more than the table tells. */
export function unreadKeys({ type, metadata }: Pick<JudgedTrigger, 'type' | 'metadata'>): readonly UnreadKey[] {
  const known = triggerTypes().get(type);
  if (!known || known.isOpen) return [];
  return Object.keys(metadata).flatMap((key) => {
    const [secret, ...others] = keysOf(known, key);
    if (secret) return [secret, ...others].some(({ inMetadata }) => inMetadata) ? [] : [{ key, secret }];
    const isFromEnvironment =
      key.endsWith(FROM_ENVIRONMENT) &&
      keysOf(known, key.slice(0, -FROM_ENVIRONMENT.length)).some(({ fromEnvironment }) => fromEnvironment);
    return isFromEnvironment ? [] : [{ key }];
  });
}

/** The keys of a name: a scaler may read one in two ways. */
function keysOf({ keys }: TriggerType, name: string): readonly TriggerKey[] {
  return keys.filter(({ names }) => names.includes(name));
}
