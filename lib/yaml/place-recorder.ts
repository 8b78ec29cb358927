import { Places } from './places';

/** What a recorded node is. */
export const Shape = { scalar: 0, mapping: 1, sequence: 2 } as const;

/** Remembers where the nodes of a document stand while it is parsed. */
export class PlaceRecorder {
  private readonly starts: number[] = [];
  private readonly nexts: number[] = [];
  private readonly shapes: number[] = [];
  private readonly texts = new Map<number, string>();

  /** How many nodes were begun: the number of the next one. */
  public get count(): number {
    return this.starts.length;
  }

  /** A node begins; the number by which it ends. */
  public begin(shape: number, start: number): number {
    this.shapes.push(shape);
    this.nexts.push(0);
    return this.starts.push(start) - 1;
  }

  /** The node ends, with all that was begun since. */
  public end(node: number): void {
    this.nexts[node] = this.starts.length;
  }

  /** The key that a node was. */
  public name(node: number, key: string): void {
    this.texts.set(node, key);
  }

  /** Everything that was recorded. */
  public places(): Places {
    return new Places(
      Int32Array.from(this.starts),
      Int32Array.from(this.nexts),
      Uint8Array.from(this.shapes),
      this.texts,
    );
  }
}
