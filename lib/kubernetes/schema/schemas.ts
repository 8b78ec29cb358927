import { definitionsOfKeda } from '../keda/newer-fields';
import { DEFAULT_KEDA_RELEASE, minorOf } from '../release';
import { BuiltInShapes } from './built-in';
import { DefinedShapes } from './custom/definitions';
import { type Fault } from './fault';
import { PACKAGE_SOURCE } from './package-source';
import { type Shape, type Values } from './shape';
import { type SchemaSource } from './source';
import { Walk, type IsUnknown } from './walk';

/** What schemas are to be of. */
export interface SchemaOptions {
  /** Kubernetes release, major and minor, such as `1.36`. */
  readonly kubernetes: string;
  /**
   * KEDA release, such as `2.21`: its kinds are those of the package's own definitions, with the fields that it has beyond them.
   * @default '2.20'
   */
  readonly keda?: string;
  /**
   * CustomResourceDefinitions among the manifests, which come before those of the package.
   * @default none
   */
  readonly definitions?: Iterable<unknown>;
  /**
   * Which values are yet to be filled in: these are not judged.
   * @default every value is what it is
   */
  readonly isUnknown?: IsUnknown;
  /**
   * Where the schemas of Kubernetes and of the package's own definitions come from.
   * @default the files of this package
   */
  readonly source?: SchemaSource;
}

/** A kind whose fields are known. */
export interface KnownKind {
  readonly shape: Shape;
  /** Who defines it: Kubernetes, a definition among the manifests, or one of those that the package has. */
  readonly of: 'kubernetes' | 'manifests' | 'package';
}

/** The schemas of every kind that is known: those of Kubernetes in one release, and those of custom resources. */
export class Schemas {
  readonly builtIn: BuiltInShapes;
  /** The release that they are of, such as `1.36`. */
  readonly release: string;
  /** The minor releases that are known, oldest first. */
  readonly releases: readonly number[];
  /** Whether the release is one of those whose fields are known; of any other one the nearest is taken, and may lack a field. */
  readonly isExact: boolean;
  /** The release of KEDA, such as `2.20`. */
  readonly keda: string;
  private readonly source: SchemaSource;
  private readonly isUnknown: IsUnknown;
  private readonly defined: DefinedShapes;
  private readonly packaged = new Map<string, DefinedShapes>();
  private readonly kinds = new Map<string, KnownKind | undefined>();

  constructor({
    kubernetes,
    keda = DEFAULT_KEDA_RELEASE,
    definitions = [],
    isUnknown = () => false,
    source = PACKAGE_SOURCE,
  }: SchemaOptions) {
    this.source = source;
    this.keda = keda;
    this.isUnknown = isUnknown;
    this.releases = source.index().releases;
    const minor = minorOf('Kubernetes', kubernetes);
    const nearest = this.releases.filter((known) => known <= minor).at(-1) ?? this.releases[0] ?? minor;
    this.isExact = nearest === minor;
    this.release = `1.${minor}`;
    this.builtIn = new BuiltInShapes(nearest, source);
    this.defined = new DefinedShapes(definitions, this.builtIn.metadata);
  }

  /** What is known of the kind of an object; undefined where nothing is. */
  kindOf({ apiVersion, kind }: Values): KnownKind | undefined {
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
    const key = `${apiVersion}/${kind}`;
    if (!this.kinds.has(key)) this.kinds.set(key, this.find(apiVersion, kind));
    return this.kinds.get(key);
  }

  /** What an API server refuses in the structure of an object with `kubectl apply`; nothing where its kind is not known. */
  faultsOf(manifest: Values): readonly Fault[] {
    const known = this.kindOf(manifest);
    if (!known) return [];
    const walk = new Walk(this.isUnknown);
    known.shape.check(manifest, walk);
    const mayLackFields = known.of === 'kubernetes' && !this.isExact;
    return mayLackFields ? walk.faults.filter(({ is }) => is !== 'unknown-field') : walk.faults;
  }

  /** Whether a value is of the type of a shape, whatever is below it. */
  takes(shape: Shape, value: unknown): boolean {
    const walk = new Walk(this.isUnknown);
    if (value !== null) shape.check(value, walk);
    return !walk.faults.some(({ is, path }) => is === 'wrong-type' && path.length === 0);
  }

  /** The built-in kinds of another release that is known. */
  builtInOf(minor: number): BuiltInShapes {
    return minor === this.builtIn.minor ? this.builtIn : new BuiltInShapes(minor, this.source);
  }

  private find(apiVersion: string, kind: string): KnownKind | undefined {
    const { group, version } = groupAndVersion(apiVersion);
    const builtIn = this.builtIn.kind(group, version, kind);
    if (builtIn) return { shape: builtIn, of: 'kubernetes' };
    const defined = this.defined.kind(group, version, kind);
    if (defined) return { shape: defined, of: 'manifests' };
    if (this.defined.kindsOf(group).has(kind)) return undefined;
    const packaged = this.packagedIn(group)?.kind(group, version, kind);
    return packaged && { shape: packaged, of: 'package' };
  }

  private packagedIn(group: string): DefinedShapes | undefined {
    const { components } = this.source.index();
    const component = Object.hasOwn(components, group) ? components[group] : undefined;
    if (component === undefined) return undefined;
    const known = this.packaged.get(component);
    if (known) return known;
    const published = this.source.definitions(component);
    const definitions = component === 'keda' ? definitionsOfKeda(published, this.keda) : published;
    const shapes = new DefinedShapes(definitions, this.builtIn.metadata);
    this.packaged.set(component, shapes);
    return shapes;
  }
}

/** The two parts of an `apiVersion`; the core group is ''. */
export function groupAndVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}
