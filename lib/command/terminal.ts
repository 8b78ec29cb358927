/** What the commands read and write beside files. */
export interface Terminal {
  /** Whether a person looks at the standard output. */
  readonly isTerminal: boolean;
  /** Whether a person looks at the standard error, where progress is told. @default nobody does */
  readonly isErrorTerminal?: boolean;
  /** Columns of the standard output. @default 80 */
  readonly columns?: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says what to do when somebody presses Ctrl-C, instead of ending; gives how to forget that. @default it ends */
  readonly onInterrupt?: (happen: () => void) => () => void;
  readStandardInput(): Promise<string>;
  /** Asks a person, where one is there. @default nobody is */
  readonly ask?: (question: string) => Promise<string>;
  /** What tells that somebody wants to stop; from the first call on, Ctrl-C no longer ends the process by itself. @default nobody can */
  readonly interruption?: () => AbortSignal;
  write(text: string): void;
  writeError(text: string): void;
}

/** What a command says: on the standard output, and with its exit code. */
export interface CommandAnswer {
  readonly output: string;
  readonly exitCode: number;
  /** What to tell beside it, on the standard error output. */
  readonly error?: string;
}

/** Whether the standard output takes colours. @see https://no-color.org */
export function hasColour({ isTerminal, environment }: Terminal): boolean {
  return isTerminal && (environment.NO_COLOR ?? '') === '';
}
