import { InputError } from '../validation';

/** An autoscaler as somebody names it. */
export interface ScalerName {
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject' | 'ScaledJob';
  /** @default that of the context */
  readonly namespace?: string;
  readonly name: string;
}

const KINDS: Readonly<Record<string, ScalerName['kind']>> = {
  ...{ hpa: 'HorizontalPodAutoscaler', horizontalpodautoscaler: 'HorizontalPodAutoscaler' },
  ...{ horizontalpodautoscalers: 'HorizontalPodAutoscaler', so: 'ScaledObject', scaledobject: 'ScaledObject' },
  ...{ scaledobjects: 'ScaledObject', sj: 'ScaledJob', scaledjob: 'ScaledJob', scaledjobs: 'ScaledJob' },
};

/** What the API server takes for a name; anything else would be another place of its API. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** The autoscaler that `hpa/shop/web` names, or `hpa/web` of the context's namespace. @throws InputError for anything else. */
export function scalerName(text: string): ScalerName {
  const [word = '', ...rest] = text.split('/');
  const lower = word.toLowerCase();
  const kind = Object.hasOwn(KINDS, lower) ? KINDS[lower] : undefined;
  const [first = '', second] = rest;
  if (!kind || rest.length < 1 || rest.length > 2 || !rest.every((each) => NAME.test(each))) {
    throw new InputError({
      what: `"${text}" does not name an autoscaler.`,
      why: 'Its kind and its name must be known, and its namespace where that is not the one of the context.',
      fix: 'Write kind/namespace/name, such as hpa/shop/web or scaledobject/shop/web.',
    });
  }
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}
