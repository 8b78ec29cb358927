import { type Construct } from 'constructs';
import { readerOf, type IngressFamily } from '../checks/ingress-routes';
import { ConstructError, annotationsError, refuse } from '../validation';

/** What a route may be annotated with beyond its typed options. */
export interface AnnotatedRouteOptions {
  /**
   * Further annotations of the Ingress, as the documentation of the controller names them. Those of another controller are an error.
   * @default none
   */
  readonly additionalAnnotations?: { [annotation: string]: string };
}

/** How an annotation says a value. */
export interface RouteAnnotation {
  readonly annotation: string;
  readonly text: (value: never) => string;
}

/** The annotations of options that are set. */
export function annotationsOf<Options extends object>(
  options: Options,
  table: Readonly<Partial<Record<keyof Options, RouteAnnotation>>>,
): { [annotation: string]: string } {
  const entries = Object.entries(table).flatMap(([option, entry]): [string, string][] => {
    const value = options[option as keyof Options];
    const { annotation, text } = entry as RouteAnnotation;
    return value === undefined ? [] : [[annotation, text(value as never)]];
  });
  return Object.fromEntries(entries);
}

/**
 * The annotations that somebody typed.
 *
 * @throws on one that another controller reads, and this one does not.
 */
export function additionalAnnotations(
  scope: Construct,
  { name }: { readonly name: string },
  family: IngressFamily,
  options: AnnotatedRouteOptions,
): { readonly [annotation: string]: string } {
  const annotations = options.additionalAnnotations ?? {};
  refuse(scope, annotationsError(annotations));
  for (const annotation of Object.keys(annotations)) {
    const reader = readerOf(annotation);
    if (!reader || reader.name === family.name) continue;
    throw new ConstructError(scope, {
      what: `Route "${name}" goes through ${family.name}, and has the annotation ${annotation}, which only ${reader.name} reads.`,
      why: 'It is ignored without a word, and the route behaves as if it were not there.',
      fix: `Use the typed options of the route, or the annotation of ${family.name}${family.annotations[0] === undefined ? '' : ` (${family.annotations[0]}…)`}.`,
    });
  }
  return annotations;
}
