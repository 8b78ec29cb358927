import { runProgram } from '../../lib/command/program';
import { type Terminal } from '../../lib/command/terminal';

/** What a command said. */
export interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the program as a shell would, but in this process. */
export async function run(args: readonly string[], input = '', terminal: Partial<Terminal> = {}): Promise<Said> {
  let [output, errors] = ['', ''];
  const exitCode = await runProgram(args, {
    isTerminal: false,
    environment: {},
    readStandardInput: () => Promise.resolve(input),
    write: (text) => void (output += text),
    writeError: (text) => void (errors += text),
    ...terminal,
  });
  return { exitCode, output, errors };
}
