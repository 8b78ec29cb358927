/** The Go module that carries the API server's own OpenAPI document, and the patch release of each minor one that is read, oldest first. */
export const MODULE = 'k8s.io/kubernetes';
export const RELEASES = [
  'v1.28.15',
  'v1.29.6',
  'v1.30.14',
  'v1.31.14',
  'v1.32.13',
  'v1.33.13',
  'v1.34.4',
  'v1.35.4',
  'v1.36.3',
  'v1.37.2',
];

/** The one whose API server the tests on a cluster ask, besides the oldest one. */
export const ASKED = 'v1.36.3';

/** The minor release, such as 28 of v1.28.15. */
export function minorOf(release) {
  return Number(release.split('.')[1]);
}
