import { type Shape } from './shape';
import { Enumeration } from './shapes/enumeration';
import { FreeMap } from './shapes/free-map';
import { Lenient } from './shapes/lenient';
import { List } from './shapes/list';
import { SCALARS } from './shapes/scalars';
import { Struct } from './shapes/struct';
import { type GroupFile, type SchemaSource, type TypeEntries } from './source';

/** The letters of `tools/schemas/read-release.mjs`. */
const LETTERS: Readonly<Record<string, Shape>> = {
  a: SCALARS.any,
  b: SCALARS.boolean,
  i: SCALARS.int32,
  l: SCALARS.int64,
  n: SCALARS.number,
  o: new FreeMap(SCALARS.any),
  q: SCALARS.quantity,
  s: SCALARS.text,
  t: SCALARS.time,
  u: SCALARS.microTime,
  x: SCALARS.intOrText,
  y: SCALARS.bytes,
};

/** The core group has no name; its file has. */
const CORE = 'core';
const META = 'meta';

/** The built-in kinds of one release of Kubernetes. Shapes are made when an object needs them, and once. */
export class BuiltInShapes {
  private readonly structs = new Map<string, Struct>();
  private readonly groups: Set<string>;

  /** @param minor the minor release: 28 for Kubernetes 1.28 */
  constructor(
    readonly minor: number,
    private readonly source: SchemaSource,
  ) {
    this.groups = new Set(source.index().groups.map((name) => (name === CORE ? '' : name)));
    this.groups.delete(META);
  }

  /** The metadata of every object. */
  get metadata(): Shape {
    return this.struct(META, 'v1.ObjectMeta');
  }

  /** The API groups that are built in; the core group is ''. */
  groupNames(): string[] {
    return [...this.groups];
  }

  /** The versions of an API group that any known release serves, with their kinds; undefined where the group is not built in. */
  versionsOf(group: string): GroupFile['kinds'] | undefined {
    return this.groups.has(group) ? this.source.group(group || CORE).kinds : undefined;
  }

  /** The shape of a kind; undefined where the release does not serve it. */
  kind(group: string, version: string, kind: string): Struct | undefined {
    const versions = this.versionsOf(group);
    const kinds = versions && Object.hasOwn(versions, version) ? versions[version] : undefined;
    const type = kinds && Object.hasOwn(kinds, kind) ? this.pick(kinds[kind]) : undefined;
    return type === undefined ? undefined : this.struct(group || CORE, type);
  }

  private struct(group: string, type: string): Struct {
    const name = `${group}/${type}`;
    const known = this.structs.get(name);
    if (known) return known;
    const struct = new Struct(() => this.fieldsOf(group, this.source.group(group).types[type] ?? {}));
    this.structs.set(name, struct);
    return struct;
  }

  private fieldsOf(group: string, entries: TypeEntries): ReadonlyMap<string, Shape> {
    const fields = new Map<string, Shape>();
    for (const [field, texts] of Object.entries(entries)) {
      const expression = this.pick(texts);
      if (expression !== undefined) fields.set(field, this.shapeOf(group, expression));
    }
    return fields;
  }

  /** The text that is of this release, without its mark. */
  private pick(texts: string | readonly string[] | undefined): string | undefined {
    for (const text of typeof texts === 'string' ? [texts] : (texts ?? [])) {
      const mark = text.indexOf('@');
      if (mark < 0) return text;
      const [since = '', until = ''] = text.slice(mark + 1).split('-');
      if (Number(since) <= this.minor && (until === '' || Number(until) >= this.minor)) return text.slice(0, mark);
    }
    return undefined;
  }

  private shapeOf(group: string, expression: string): Shape {
    const letter = LETTERS[expression];
    if (letter) return letter;
    const rest = expression.slice(1);
    switch (expression[0]) {
      case '[':
        return new List(this.shapeOf(group, rest));
      case '{':
        return new FreeMap(this.shapeOf(group, rest));
      case '=':
        return new Enumeration(rest.split('|'));
      case '~':
        return new Lenient(this.shapeOf(group, rest), false);
      case '?':
        return new Lenient(this.shapeOf(group, rest), true);
    }
    const slash = expression.indexOf('/');
    return slash < 0
      ? this.struct(group, expression)
      : this.struct(expression.slice(0, slash), expression.slice(slash + 1));
  }
}
