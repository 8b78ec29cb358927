/**
 * The flag by which V8 runs a function for longer before it optimizes it, if a release of Node has one that helps. A check is over within seconds, and without it up to
 * a third of its time goes into optimizing, on other cores, what hardly runs again.
 *
 * Node 20 and 21 count bytecode (66 or 132 kB), Node 22 and 23 calls (3000). From 24 on nothing is won, measured on 24 and 26; and a flag that V8 does not know is an
 * error on the terminal.
 *
 * @param node such as 22.11.0
 */
export function patience(node: string): string | undefined {
  const major = Number.parseInt(node, 10);
  if (major >= 24) return undefined;
  return major >= 22 ? '--invocation-count-for-turbofan=12000' : '--interrupt-budget=300000';
}
