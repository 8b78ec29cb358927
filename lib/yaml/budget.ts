import { YamlBudgetProblem } from './yaml-problem';

/** How deep a document may be nested: no kind of Kubernetes comes near. */
const DEEPEST = 500;
/** How many characters the aliases of a document may stand for: ten times what the API server takes in one request. */
const LONGEST_ALIASES = 32 * 2 ** 20;

/** How much a node is once everything that its aliases stand for is written out. */
export interface Size {
  readonly nodes: number;
  readonly characters: number;
}

/** Counts what a document would be if its aliases were written out, and refuses one that nobody could hold in memory. */
export class Budget {
  /** All nodes so far, and those of them that only aliases stand for. */
  public nodes = 0;
  public characters = 0;
  private aliasedNodes = 0;
  private aliasedCharacters = 0;
  private depth = 0;

  /** Counts a node as long as it is open. */
  public open(offset: number): void {
    if (++this.depth > DEEPEST) throw new YamlBudgetProblem('is nested too deeply to be read', offset);
  }

  /** The node is closed. */
  public close(): void {
    this.depth--;
  }

  /** Counts what an alias stands for. */
  public alias({ nodes, characters }: Size, offset: number): void {
    this.nodes += nodes;
    this.characters += characters;
    this.aliasedNodes += nodes;
    this.aliasedCharacters += characters;
    if (this.isExcessive() || this.aliasedCharacters > LONGEST_ALIASES) {
      throw new YamlBudgetProblem('has anchors that stand for too much', offset);
    }
  }

  /**
   * kubectl's own limit: small documents may consist of aliases nearly as a whole, large ones not.
   *
   * @see https://pkg.go.dev/go.yaml.in/yaml/v2, "document contains excessive aliasing"
   */
  private isExcessive(): boolean {
    if (this.aliasedNodes <= 100 || this.nodes <= 1000) return false;
    const share = Math.min(Math.max((this.nodes - 400_000) / 3_600_000, 0), 1);
    return this.aliasedNodes / this.nodes > 0.99 - 0.89 * share;
  }
}
