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
