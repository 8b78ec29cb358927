import { type Problem } from './problem';

/** The parts of an image reference. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const REPOSITORY =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;

/**
 * The parts of an image reference, or undefined if it is not one.
 *
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function parseImageReference(reference: string): ImageReference | undefined {
  const [name = '', digest] = reference.split('@', 2);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const repository = tagged ? name.slice(0, colon) : name;
  const tag = tagged ? name.slice(colon + 1) : undefined;
  const valid =
    REPOSITORY.test(repository) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest)) &&
    reference.split('@').length <= 2;
  return valid ? { repository, tag, digest } : undefined;
}

/** Why an image reference cannot be used, or undefined. */
export function imageProblem(reference: string): Problem | undefined {
  const image = parseImageReference(reference);
  if (!image) {
    return {
      what: `The image "${reference}" is not an image reference.`,
      why: 'The kubelet reports InvalidImageName and the container never starts.',
      fix: 'Write repository:tag, such as ghcr.io/acme/shop:1.4.2.',
    };
  }
  if (image.tag === undefined && image.digest === undefined) {
    return {
      what: `The image "${reference}" has no tag.`,
      why: 'It means :latest: each node runs what it happened to pull, so that a scale-out mixes versions.',
      fix: `Pin it: ${reference}:<version>.`,
    };
  }
  return undefined;
}

/** Whether the reference is pinned to nothing but the moving tag `latest`. */
export function isLatestImage(reference: string): boolean {
  const image = parseImageReference(reference);
  return image?.tag === 'latest' && image.digest === undefined;
}
