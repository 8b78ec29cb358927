import { YamlProblem } from './yaml-problem';

/** A key that its map has already. */
export interface RepeatedKey {
  readonly key: string;
  readonly offset: number;
}

/** A map as it grows. As in kubectl, what comes later wins: a repeated key, and also what a merge (`<<`) brings. */
export class MapBuilder {
  public readonly value: Record<string, unknown> = {};
  private merged?: Set<string>;

  /**
   * @param repeated where keys are listed that come twice
   * @param keyless the maps with a null for a key, and where it stands
   */
  constructor(
    private readonly repeated: RepeatedKey[],
    private readonly keyless: Map<object, number>,
  ) {}

  /** Adds a key and its value; a null for a key is only noted, because a later value may take the place of the whole map. */
  public add(key: string | null, value: unknown, offset: number): void {
    if (key === null) {
      this.keyless.set(this.value, offset);
      return;
    }
    if (key in this.value && Object.hasOwn(this.value, key) && this.merged?.has(key) !== true) {
      this.repeated.push({ key, offset });
    }
    this.set(key, value);
  }

  /** Adds what a merge brings: a map, or a list of maps of which the first wins. */
  public merge(value: unknown, isAlias: boolean, offset: number): void {
    const maps: readonly unknown[] = Array.isArray(value) && !isAlias ? [...(value as unknown[])].reverse() : [value];
    for (const map of maps) {
      if (typeof map !== 'object' || map === null || Array.isArray(map)) {
        throw new YamlProblem('<< merges a map, or a list of maps', offset);
      }
      const keylessAt = this.keyless.get(map);
      if (keylessAt !== undefined) this.keyless.set(this.value, keylessAt);
      for (const [key, each] of Object.entries(map)) {
        if (!Object.hasOwn(this.value, key)) (this.merged ??= new Set()).add(key);
        this.set(key, each);
      }
    }
  }

  private set(key: string, value: unknown): void {
    if (key === '__proto__') {
      Object.defineProperty(this.value, key, { value, writable: true, enumerable: true, configurable: true });
    } else this.value[key] = value;
  }
}
