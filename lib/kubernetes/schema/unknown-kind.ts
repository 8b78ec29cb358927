import { groupAndVersion, type Schemas } from './schemas';
import { similarWord } from './similar-word';

/** A kind that its API version does not have, with the one that was probably meant. */
export type UnknownKind =
  /** Another kind of this API version. */
  | { readonly is: 'spelling'; readonly kind: string }
  /** The kind is of another API version. */
  | { readonly is: 'version'; readonly apiVersion: string }
  /** A later release has it. */
  | { readonly is: 'release'; readonly since: string };

/**
 * Why an API server has no such kind, where the API version is one of Kubernetes' own and it is known what was meant. What it once served
 * and serves no more is not for here.
 */
export function unknownKindOf(apiVersion: string, kind: string, schemas: Schemas): UnknownKind | undefined {
  const { group, version } = groupAndVersion(apiVersion);
  const { builtIn, isExact, releases } = schemas;
  if (group === 'core' && builtIn.kind('', version, kind)) return { is: 'version', apiVersion: version };
  const versions = builtIn.versionsOf(group);
  if (!versions || schemas.kindOf({ apiVersion, kind })) return undefined;
  const kinds = Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (kinds && Object.hasOwn(kinds, kind)) {
    const since = releases.find(
      (minor) => minor > builtIn.minor && schemas.builtInOf(minor).kind(group, version, kind),
    );
    return since !== undefined && isExact ? { is: 'release', since: `1.${since}` } : undefined;
  }
  const similar = similarWord(kind, Object.keys(kinds ?? {}));
  if (similar?.isSlip === true) return { is: 'spelling', kind: similar.word };
  const home = homesOf(kind, schemas).find((each) => each !== apiVersion);
  return home === undefined ? undefined : { is: 'version', apiVersion: home };
}

/** The API versions of Kubernetes that serve a kind: the group's newest stable one first. */
function homesOf(kind: string, { builtIn }: Schemas): string[] {
  return builtIn.groupNames().flatMap((group) =>
    Object.keys(builtIn.versionsOf(group) ?? {})
      .filter((version) => builtIn.kind(group, version, kind))
      .sort((a, b) => a.length - b.length || (a < b ? 1 : -1))
      .map((version) => (group === '' ? version : `${group}/${version}`)),
  );
}
