import { parseImageReference } from '../../lib/validation';
import { digestOf, type Origin } from './registry';

/** What became of an image of the table of versions. */
export interface Compared {
  readonly image: string;
  /** The digest that this repository has. */
  readonly known?: string;
  /** The digest that the registry has. */
  readonly found?: string;
  /** Why the registry does not tell. */
  readonly problem?: string;
}

/** The images of a table of versions, each once: every text in it that is a reference with a tag and a host or an owner. */
export function imagesIn(versions: unknown): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
    if (typeof value !== 'string' || !value.includes('/') || value.includes('//')) return;
    if (parseImageReference(value)?.tag !== undefined) found.add(value);
  };
  walk(versions);
  return [...found].sort();
}

/** Asks for the digest of each image, one after the other. What the reference itself says goes before the table. */
export async function compare(
  images: readonly string[],
  digests: { readonly [image: string]: string },
  origin?: Origin,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const reference of images) {
    const [image = '', pinned] = reference.split('@');
    const known = pinned ?? digests[image];
    try {
      compared.push({ image, known, found: await digestOf(image, origin) });
    } catch (caught) {
      const { message, cause } = caught as Error & { readonly cause?: Error };
      compared.push({ image, known, problem: cause === undefined ? message : `${message}: ${cause.message}` });
    }
  }
  return compared;
}

/** A line about each image, and how the program ends: 0 if all are as known, 1 if some are not, 2 if a registry does not tell. */
export function report(compared: readonly Compared[]): { readonly lines: string[]; readonly exitCode: number } {
  const lines = compared.map(({ image, known, found, problem }) => {
    if (problem !== undefined) return `unknown  ${image}: ${problem}`;
    if (known === undefined) return `new      ${image}@${found}`;
    return known === found ? `same     ${image}` : `moved    ${image}: from ${known} to ${found}`;
  });
  const isUnknown = compared.some(({ problem }) => problem !== undefined);
  const isSame = compared.every(({ known, found }) => known === found);
  return { lines, exitCode: isUnknown ? 2 : isSame ? 0 : 1 };
}
