/**
 * The path of a file as a reference in a URI: `a b/#1.yaml` is `a%20b/%231.yaml`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
export function uriPath(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(uriPart).join('/');
}

/** A text as one segment of a path, or one value of a query: whatever is in it, it does not become another path. */
export function uriPart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD')); // half a character has no bytes
}
