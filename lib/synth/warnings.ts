import { type IConstruct } from 'constructs';
import { terminalLines } from '../encode';

const byApp = new WeakMap<IConstruct, Warnings>();

/** What deserves a word but does not stop the synthesis: printed once each, on the standard error output. */
export class Warnings {
  /** The warnings of the app that a construct is in. */
  public static of(scope: IConstruct): Warnings {
    const root = scope.node.root;
    const warnings = byApp.get(root) ?? new Warnings();
    byApp.set(root, warnings);
    return warnings;
  }

  private readonly told = new Set<string>();

  /** Prints a warning, unless this app has already printed it. */
  public add(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    process.stderr.write(terminalLines(`warning: ${message}\n`));
  }
}
