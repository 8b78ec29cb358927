import type * as PromQL from '@prometheus-io/lezer-promql';

/** How deep a query may be nested: that of a person is below 20, and all who walk through a tree go down with it. */
const DEEPEST = 1000;

/**
 * From which depth on an error is not told as a mistake: the grammar's parser gives up on chains of some 150 operators in a long text, and says
 * so by an error like any other. Prometheus takes chains of any length.
 * @see https://github.com/lezer-parser/lr/blob/main/src/parse.ts (Rec.MaxLeftAssociativeReductionCount)
 */
const GIVES_UP_FROM = 100;

/** What the grammar makes of a text. */
export type Tree = ReturnType<typeof PromQL.parser.parse>;

/** A node of a syntax tree, with its neighbours at hand: the grammar's own nodes are made anew at each step to them. */
export class SyntaxNode {
  readonly children: SyntaxNode[] = [];
  /** What is below it is behind it in the tree, before `end`. */
  private readonly start: number;
  private end: number;

  private constructor(
    readonly name: string,
    readonly from: number,
    readonly to: number,
    readonly parent: SyntaxNode | undefined,
    private readonly tree: SyntaxNode[],
  ) {
    this.start = tree.length;
    this.end = tree.push(this);
    parent?.children.push(this);
  }

  /** The root of a tree, where the grammar does not understand its text, and where it is nested too deeply: nothing below is there. */
  static of({ topNode }: Tree): { readonly root: SyntaxNode; readonly errorAt?: number; readonly deepAt?: number } {
    const tree: SyntaxNode[] = [];
    let inner: SyntaxNode | undefined;
    let depth = 0;
    let deepest = 0;
    let errorAt: number | undefined;
    let deepAt: number | undefined;
    topNode.cursor().iterate(
      ({ name, from, to, type }) => {
        if (name === 'LineComment') return false; // which may stand anywhere, and is neither operand nor argument
        if (depth === DEEPEST) {
          deepAt ??= from;
          return false;
        }
        depth++;
        deepest = Math.max(deepest, depth);
        inner = new SyntaxNode(name, from, to, inner, tree);
        if (type.isError) errorAt ??= from;
        return undefined;
      },
      () => {
        if (!inner) return;
        depth--;
        inner.end = tree.length;
        inner = inner.parent;
      },
    );
    const [root] = tree;
    if (!root) throw new Error('A syntax tree has a root.');
    if (errorAt !== undefined && deepest > GIVES_UP_FROM) return { root, deepAt: deepAt ?? errorAt };
    return { root, errorAt, deepAt };
  }

  get firstChild(): SyntaxNode | undefined {
    return this.children[0];
  }

  get lastChild(): SyntaxNode | undefined {
    return this.children.at(-1);
  }

  /** The first child of a name. */
  getChild(name: string): SyntaxNode | undefined {
    return this.children.find((child) => child.name === name);
  }

  /** Whether another node of the tree is this one or below it. */
  holds({ start }: SyntaxNode): boolean {
    return start >= this.start && start < this.end;
  }

  /** The node and all that is below it, in the order of the text. */
  all(): readonly SyntaxNode[] {
    return this.tree.slice(this.start, this.end);
  }
}
