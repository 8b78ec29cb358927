import { visible } from './visible';

/** What begins a command of a build server to its runner: `##[group]` of GitHub Actions and Azure, `##vso[` of Azure, `##teamcity[`. */
const RUNNER_COMMAND = /##(?=\w*\[)/g;

/** A text from somebody else, as a part of a line for people: it ends no line, moves no cursor, and commands no build server. */
export function terminalText(text: string): string {
  return visible(text).replace(RUNNER_COMMAND, '\\u0023#');
}

/** A message of several lines, of which none commands a build server. */
export function terminalLines(text: string): string {
  return withoutCommands(text.split('\n').map(terminalText).join('\n'));
}

/** Lines that are written already, with colours: none begins with `::`, which GitHub's runner takes for a command. */
export function withoutCommands(text: string): string {
  return text.replace(/^((?:[^\S\n]|\p{Cc}\[[\d;]*m)*):(?=:)/gmu, '$1\\u003a');
}
