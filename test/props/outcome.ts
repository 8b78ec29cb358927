import { type Manifest } from '../../lib/checks';
import { synthesize } from '../support/synthesize';
import { appOf, type Library, type Sample } from './sample';

/** What became of an app with a hostile value. */
export type Outcome =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'raw'; readonly message: string }
  | { readonly kind: 'written'; readonly manifests: readonly Manifest[] };

/** Builds and renders a sample with an API. */
export function outcomeOf(sample: Sample, library: Library): Outcome {
  try {
    return { kind: 'written', manifests: synthesize(appOf(sample, library)) };
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const isClear = /why: \S[^]*fix: \S/.test(message);
    return isClear ? { kind: 'refused', message } : { kind: 'raw', message: stack.slice(0, 400) };
  }
}

/** What no manifest may say, whoever reads it: the marks of values that were of another type. */
export function strayValues(manifests: readonly Manifest[]): string[] {
  const strays: string[] = [];
  const walk = (value: unknown, place: string): void => {
    if (typeof value === 'number' && !Number.isFinite(value)) strays.push(`${place}: ${value}`);
    if (value === null) strays.push(`${place}: null`);
    if (typeof value === 'string' && /\bNaN\b|\[object \w+\]|\bundefined\b|Infinity/.test(value)) {
      strays.push(`${place}: ${value.slice(0, 60)}`);
    }
    if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) walk(each, `${place}.${key}`);
    }
  };
  for (const manifest of manifests) walk(manifest, `${manifest.kind} ${String(manifest.metadata.name)}`);
  return strays;
}
