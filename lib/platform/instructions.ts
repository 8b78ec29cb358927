import { type IConstruct } from 'constructs';
import { visible } from '../encode';

/** Something that a person can type, made from the objects that it is about. */
export interface Instruction {
  /** What it does, beginning with a verb. */
  readonly title: string;
  /** Lines for a POSIX shell, in order. */
  readonly commands: string[];
  /**
   * What to know before typing.
   * @default nothing
   */
  readonly note?: string;
}

/** A construct that a person talks to. */
export interface IInstructed extends IConstruct {
  /** What to type. */
  instructions(): Instruction[];
}

const registries = new WeakMap<IConstruct, Set<IInstructed>>();

/** What there is to type for an app: every construct that a person talks to adds its own. */
export class Instructions {
  /** The instructions of the app that a construct is in. */
  public static of(scope: IConstruct): Instructions {
    const root = scope.node.root;
    const constructs = registries.get(root) ?? new Set();
    registries.set(root, constructs);
    return new Instructions(constructs);
  }

  private constructor(private readonly constructs: Set<IInstructed>) {}

  /** Adds a construct. It is asked when somebody wants to know, not before. */
  public add(construct: IInstructed): void {
    this.constructs.add(construct);
  }

  /** The instructions of everything at or below a construct, in the order in which it was made. */
  public below(scope: IConstruct): Instruction[] {
    return [...this.constructs]
      .filter(({ node }) => node.scopes.includes(scope))
      .flatMap((construct) => construct.instructions());
  }

  /** The same as text, to read and to paste from. */
  public textBelow(scope: IConstruct): string {
    return this.below(scope).map(instructionText).join('\n');
  }
}

function instructionText({ title, commands, note }: Instruction): string {
  // A title or a note of two lines would have a command for its second.
  return `  # ${visible(title)}\n${note === undefined ? '' : `  # ${visible(note)}\n`}${commands.map((line) => `  ${line}\n`).join('')}`;
}
