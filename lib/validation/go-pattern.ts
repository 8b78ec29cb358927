import type * as Re2 from 're2js';
import { re2 } from './re2';

/** How many patterns are remembered: a chart or a folder has a few dozen. */
const MOST_REMEMBERED = 1000;
/** Labels and annotations of more characters than this are matched by no pattern that anybody wrote. */
const LONGEST_TEXT = 10_000;

const remembered = new Map<string, GoPattern | string>();

/**
 * A pattern as Prometheus, KEDA and all of Go read it: RE2, which takes linear time whatever the pattern is. The whole
 * text has to match, and a dot matches line ends, too.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export class GoPattern {
  private constructor(private readonly pattern: Re2.RE2JS) {}

  /** A pattern; undefined where Go takes it for none. */
  public static of(text: string): GoPattern | undefined {
    const known = lookUp(text);
    return typeof known === 'string' ? undefined : known;
  }

  /** Why a text is not a pattern; undefined where it is one. */
  public static problemOf(text: string): string | undefined {
    const known = lookUp(text);
    return typeof known === 'string' ? known : undefined;
  }

  /** @internal */
  public static compile(text: string): GoPattern {
    const { RE2JS } = re2();
    return new GoPattern(RE2JS.compile(text, RE2JS.DOTALL));
  }

  /** Whether the whole text matches; undefined where the text is too long to ask. */
  public matches(text: string): boolean | undefined {
    return text.length > LONGEST_TEXT ? undefined : this.pattern.testExact(text);
  }
}

function lookUp(text: string): GoPattern | string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  let made: GoPattern | string;
  try {
    made = GoPattern.compile(text);
  } catch (caught) {
    made = (caught as Error).message.replace('`(?s)', '`'); // the library writes the flag before the pattern
  }
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  remembered.set(text, made);
  return made;
}
