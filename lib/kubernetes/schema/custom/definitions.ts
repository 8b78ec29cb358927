import { isMap, type Shape, type Values } from '../shape';
import { SCALARS } from '../shapes/scalars';
import { CustomShape } from './custom-shape';
import { isSchema, type JsonSchema } from './json-schema';

/** The kinds that some CustomResourceDefinitions define. */
export class DefinedShapes {
  private readonly kinds = new Map<string, Shape>();
  private readonly groups = new Map<string, Set<string>>();

  /**
   * @param definitions manifests; those of other kinds are passed over
   * @param metadata the shape of every object's metadata
   */
  constructor(
    definitions: Iterable<unknown>,
    private readonly metadata: Shape,
  ) {
    for (const definition of definitions) {
      if (isMap(definition) && definition.kind === 'CustomResourceDefinition' && isMap(definition.spec)) {
        this.add(definition.spec);
      }
    }
  }

  /** The shape of a kind; undefined where no definition serves it with a schema. */
  kind(group: string, version: string, kind: string): Shape | undefined {
    return this.kinds.get(`${group}/${version}/${kind}`);
  }

  /** The kinds of a group. */
  kindsOf(group: string): ReadonlySet<string> {
    return this.groups.get(group) ?? new Set();
  }

  private add({ group, names, versions }: Values): void {
    const kind = isMap(names) ? names.kind : undefined;
    if (typeof group !== 'string' || typeof kind !== 'string' || !Array.isArray(versions)) return;
    const kinds = this.groups.get(group);
    if (kinds) kinds.add(kind);
    else this.groups.set(group, new Set([kind]));
    for (const version of versions as unknown[]) {
      if (!isMap(version) || version.served === false || typeof version.name !== 'string') continue;
      const schema = isMap(version.schema) ? version.schema.openAPIV3Schema : undefined;
      if (isSchema(schema)) {
        this.kinds.set(`${group}/${version.name}/${kind}`, this.rootOf(schema, version.subresources));
      }
    }
  }

  /** The status is not taken from who applies an object where the definition says that it is a resource of its own. */
  private rootOf(schema: JsonSchema, subresources: unknown): Shape {
    const known = new Map<string, Shape>([
      ['apiVersion', SCALARS.text],
      ['kind', SCALARS.text],
      ['metadata', this.metadata],
    ]);
    if (isMap(subresources) && subresources.status !== undefined) known.set('status', SCALARS.any);
    return new CustomShape({ ...schema, type: 'object' }, known);
  }
}
