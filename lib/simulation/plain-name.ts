/** A metric's name without its selector, which the controller prints as Go does. */
export function plainName(text: string): string {
  return text
    .replaceAll(/\((?:nil|&LabelSelector\{.*?\},?\})\)/g, '')
    .replaceAll(/\/&LabelSelector\{.*?\},?\}(?=:)/g, '');
}
