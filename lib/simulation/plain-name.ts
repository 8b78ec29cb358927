/** A metric's name without its selector, which the controller prints as Go does. */
export function plainName(text: string): string {
  return text
    .replaceAll(/\((?:nil|&LabelSelector\{.*?\},?\})\)/g, '')
    .replaceAll(/\/&LabelSelector\{.*?\},?\}(?=:)/g, '');
}

/** The error of the metric itself, of what a reconcile says around it. */
export function firstError(text: string): string {
  return plainName(text.replace(/^invalid metrics \(.*?\), first error is: /, ''));
}
