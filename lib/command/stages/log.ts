import { jsonText, terminalLines, terminalText, withEncodedStrings, withoutCommands } from '../../encode';
import { painter, type Paint } from '../paint';
import { Progress } from '../progress';
import { hasColour, type Terminal } from '../terminal';

/** What a command tells while it works: a line for people, and a value for programs. */
export interface Told {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** How a command tells what it does: in lines for people, or in JSON lines. */
export class Log {
  readonly paint: Paint;
  private readonly progress: Progress;
  private waitingFor = '';

  constructor(
    private readonly terminal: Terminal,
    private readonly isJson: boolean,
  ) {
    this.paint = painter(hasColour(terminal));
    this.progress = new Progress(terminal);
  }

  /** Tells of something that happened. `lines` are for people, and made of the value after its texts have been encoded. */
  tell<T extends Told>(told: T, lines: (told: T, paint: Paint) => readonly string[]): void {
    this.settle();
    if (this.isJson) this.terminal.write(`${jsonText(told)}\n`);
    else {
      for (const line of lines(withEncodedStrings(told, terminalText), this.paint)) {
        this.terminal.write(withoutCommands(`${line}\n`));
      }
    }
  }

  /** Tells what is waited for: on a terminal in one line that changes, elsewhere once. */
  wait(what: string, state: string): void {
    if (this.terminal.isErrorTerminal === true) this.progress.tell(`${what}: ${state}`);
    else if (what !== this.waitingFor && !this.isJson) {
      this.terminal.writeError(terminalLines(`${terminalText(what)}: ${terminalText(state)} …\n`));
    }
    this.waitingFor = what;
  }

  /** Takes away what was told of waiting. */
  settle(): void {
    this.progress.done();
    this.waitingFor = '';
  }
}
