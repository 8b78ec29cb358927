import { terminalLines } from '../encode';
import { Progress } from './progress';
import { type Terminal } from './terminal';

/** What a command has that computes for a while: what it is to read, and how it speaks meanwhile. */
export interface Computing {
  /** Files, folders, or - for the standard input. */
  readonly names: readonly string[];
  /** The standard input, where it is asked for. */
  readonly input: string;
  /** Says something beside the answer. */
  readonly say: (message: string) => void;
  /** Says what is left out. */
  readonly skip: (message: string) => void;
  /** Tells what is being computed; the line goes away at the end. */
  readonly tell: (text: string) => void;
  /** Says what to do when somebody stops it; gives how to forget that. */
  readonly onStop: (stop: () => void) => () => void;
}

/** Computes from files, or from the standard input where none is named. */
export async function computing<Answer>(
  files: readonly string[],
  terminal: Terminal,
  compute: (given: Computing) => Promise<Answer>,
): Promise<Answer> {
  const names = files.length > 0 ? files : ['-'];
  const input = names.includes('-') ? await terminal.readStandardInput() : '';
  const progress = new Progress(terminal);
  const say = (message: string): void => {
    progress.done();
    terminal.writeError(terminalLines(`${message}\n`));
  };
  try {
    return await compute({
      ...{ names, input, say },
      skip: (message) => say(`skipped: ${message}`),
      tell: (text) => progress.tell(text),
      onStop: (stop) => terminal.onInterrupt?.(stop) ?? (() => undefined),
    });
  } finally {
    progress.done();
  }
}
