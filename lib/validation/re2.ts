import type * as Re2 from 're2js';

/** Go's regular expressions, which run in linear time; loaded with the first pattern, because most manifests have none. */
export function re2(): typeof Re2 {
  return require('re2js') as typeof Re2;
}
