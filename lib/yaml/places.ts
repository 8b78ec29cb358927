import { Shape } from './place-recorder';

/** The keys and indices that lead from the root of a document to a node. */
export type NodePath = readonly (string | number)[];

/** Where an entry of a map stands. */
export interface MapEntry {
  /** Where its map begins: at a brace, or at the first key. */
  readonly map: number;
  readonly key: number;
  readonly value: number;
  readonly isFirst: boolean;
  /** Where the next key begins, if there is one. */
  readonly next?: number;
  readonly isScalar: boolean;
}

/** Where the nodes of a document stand, in the order of the text: a map's children are its keys and values in turn. */
export class Places {
  private readonly children = new Map<number, ReadonlyMap<string | number, number>>();

  /**
   * @param starts where each node begins
   * @param nexts the node after each node and all that is in it
   * @param keys the texts of the nodes that are keys
   */
  constructor(
    private readonly starts: Int32Array,
    private readonly nexts: Int32Array,
    private readonly shapes: Uint8Array,
    private readonly keys: ReadonlyMap<number, string>,
  ) {}

  /** Where a node begins, for a value of a map its key; and how many steps of the path were found. */
  public find(path: NodePath): { readonly offset: number; readonly depth: number } {
    let node = 0;
    let named = 0;
    let depth = 0;
    for (const step of path) {
      const child = this.childrenOf(node).get(step);
      if (child === undefined) break;
      depth++;
      named = child;
      node = this.shapes[node] === Shape.mapping ? this.nexts[child]! : child;
    }
    return { offset: this.starts[named]!, depth };
  }

  /** An entry of a map, where the path leads to one. */
  public entry(path: NodePath): MapEntry | undefined {
    let map = 0;
    for (const [i, step] of path.entries()) {
      const key = this.childrenOf(map).get(step);
      if (key === undefined) return undefined;
      const isMapping = this.shapes[map] === Shape.mapping;
      const value = isMapping ? this.nexts[key]! : key;
      if (i < path.length - 1) map = value;
      else if (isMapping) return this.entryOf(map, key, value);
    }
    return undefined;
  }

  private entryOf(map: number, key: number, value: number): MapEntry {
    const next = this.nexts[value]!;
    return {
      map: this.starts[map]!,
      key: this.starts[key]!,
      value: this.starts[value]!,
      isFirst: key === map + 1,
      ...(next < this.nexts[map]! && { next: this.starts[next] }),
      isScalar: this.shapes[value] === Shape.scalar,
    };
  }

  private childrenOf(node: number): ReadonlyMap<string | number, number> {
    const known = this.children.get(node);
    if (known) return known;
    const children = new Map<string | number, number>();
    const end = this.nexts[node]!;
    const isMapping = this.shapes[node] === Shape.mapping;
    for (let at = node + 1, index = 0; at < end; index++) {
      children.set(isMapping ? (this.keys.get(at) ?? '') : index, at);
      at = this.nexts[at]!;
      if (isMapping) at = this.nexts[at]!;
    }
    this.children.set(node, children);
    return children;
  }
}
