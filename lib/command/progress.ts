import { terminalText } from '../encode';
import { type Terminal } from './terminal';

/** Tells on the standard error what is being computed, where somebody looks at it; the line goes away at the end. */
export class Progress {
  constructor(private readonly terminal: Terminal) {}

  public tell(text: string): void {
    if (this.terminal.isErrorTerminal === true) this.terminal.writeError(`\r\u001B[K${terminalText(text)} …`);
  }

  public done(): void {
    if (this.terminal.isErrorTerminal === true) this.terminal.writeError('\r\u001B[K');
  }
}
