import { InputError, rememberedText } from '../validation';

/** The Kubernetes release, where nothing else is said. */
export const DEFAULT_RELEASE = '1.36';

/** The KEDA release, where nothing else is said. */
export const DEFAULT_KEDA_RELEASE = '2.20';

/** What has releases, with the major one that is known here and a release for example. */
const PRODUCTS = {
  Kubernetes: { major: 1, example: DEFAULT_RELEASE },
  KEDA: { major: 2, example: DEFAULT_KEDA_RELEASE },
} as const;

const numbersOf = rememberedText((release: string): readonly number[] => release.split('.').map(Number));

/** Whether a release such as `1.36` is another one or newer. */
export function isAtLeast(release: string, other: string): boolean {
  const [major = 0, minor = 0] = numbersOf(release);
  const [otherMajor = 0, otherMinor = 0] = numbersOf(other);
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}

/**
 * The minor release: 36 of `1.36`, `v1.36.2` or `1.36-alpha.1`.
 *
 * @throws InputError if it is not a release of the product.
 */
export function minorOf(product: keyof typeof PRODUCTS, release: string): number {
  const { major, example } = PRODUCTS[product];
  const [, found, minor] = /^v?(\d+)\.(\d+)(?:[.+-].*)?$/.exec(release) ?? [];
  if (Number(found) === major && minor !== undefined) return Number(minor);
  throw new InputError({
    what: `"${release}" is not a ${product} ${major}.x release.`,
    why: 'Releases decide differently, so the release must be known.',
    fix: `Write major and minor, such as "${example}".`,
  });
}

/** The release from which the name of a Service may begin with a digit. */
export const RELAXED_SERVICE_NAMES = '1.36';
