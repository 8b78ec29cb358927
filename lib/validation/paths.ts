/** Characters that mean something in a regular expression. The dot is not among them: it is common in plain paths. */
const REGULAR_EXPRESSION_CHARACTERS = /[\\^$*+?()[\]{}|]/;

/**
 * Why an Ingress with this path and pathType is refused or never matches, or undefined.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export function ingressPathProblem(path: string, pathType: string): string | undefined {
  if (!path.startsWith('/')) return 'must begin with "/"';
  if (/\s/.test(path)) return 'must not contain white space';
  if (pathType !== 'Exact' && pathType !== 'Prefix') return undefined;
  const [special] = REGULAR_EXPRESSION_CHARACTERS.exec(path) ?? [];
  if (special !== undefined) {
    return `is a regular expression ("${special}"), and pathType ${pathType} compares literally`;
  }
  if (/\/\/|\/\.\.?(\/|$)|%2f/i.test(path)) return 'must not contain "//", "/./", "/../" or "%2F"';
  return undefined;
}

/** What is wrong with the host of a route; `*.example.com` is fine. */
export function routeHostProblem(host: string): string | undefined {
  const domain = host.startsWith('*.') ? host.slice(2) : host;
  const valid =
    domain.length <= 253 && domain.split('.').every((label) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(label));
  if (!valid) return 'must be a lower-case DNS name such as shop.example.com or *.example.com, without scheme and port';
  return /^\d+(\.\d+){3}$/.test(host) ? 'must be a DNS name: an Ingress does not take IP addresses' : undefined;
}
