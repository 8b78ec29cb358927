/** The first line of every manifest: it names the file, so that a copy under another name belongs to whoever made it. */
export function firstLine(name: string): string {
  return `# Written by cdk8s-autoscaling as ${name}. A synthesis replaces or deletes it.\n`;
}
