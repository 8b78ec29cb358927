/** The fields of a type by name: what they take, as an expression, or as several where releases differ. */
export type TypeEntries = Readonly<Record<string, string | readonly string[]>>;

/** A file of `schemas/`: the kinds of an API group by version, and the types that they are made of. */
export interface GroupFile {
  readonly kinds: Readonly<Record<string, TypeEntries>>;
  readonly types: Readonly<Record<string, TypeEntries>>;
}

/** `schemas/index.json`. */
export interface SchemaIndex {
  /** The minor releases that are known, oldest first: 28 is Kubernetes 1.28. */
  readonly releases: readonly number[];
  /** The files that there are. */
  readonly groups: readonly string[];
  /** The file of `crds/` with the definitions of an API group. */
  readonly components: Readonly<Record<string, string>>;
}

/** Where the files of `schemas/` and `crds/` come from: the package's folder, or whatever a browser has instead. */
export interface SchemaSource {
  readonly index: () => SchemaIndex;
  readonly group: (name: string) => GroupFile;
  readonly definitions: (component: string) => readonly unknown[];
}
