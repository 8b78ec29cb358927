import { CONTROL_CHARACTER } from './characters';
import { type RepeatedKey } from './map-builder';
import { Parser } from './parser';
import { PlaceRecorder } from './place-recorder';
import { type Places } from './places';
import { YamlProblem } from './yaml-problem';

const LARGEST_JSON = 1_000_000;

/** What a text of YAML says. */
export interface ParsedYaml {
  readonly value: unknown;
  /** The keys that stand twice in one map: the last one counts. */
  readonly repeated: readonly RepeatedKey[];
  /** Where something begins behind the document that kubectl does not read. */
  readonly rest?: number;
}

/**
 * Reads the first document of a text as kubectl does: YAML 1.1 as far as JSON can hold it.
 *
 * @throws YamlProblem where it is not valid YAML, or nothing that JSON could hold
 */
export function parseYaml(text: string): ParsedYaml {
  const control = CONTROL_CHARACTER.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new YamlProblem(`it holds the control character U+${code}`, control.index);
  }
  const parser = new Parser(text, false);
  const value = parser.document();
  return { value, repeated: parser.repeated, rest: parser.rest() };
}

/** The keys that stand twice in one map of JSON: as in YAML, the last one counts. None is told of a text of more than a million characters. */
export function repeatedKeysIn(json: string): readonly RepeatedKey[] {
  if (json.length > LARGEST_JSON) return [];
  const parser = new Parser(json, true);
  try {
    parser.document();
  } catch (caught) {
    if (!(caught instanceof YamlProblem)) throw caught;
  }
  return parser.repeated;
}

/** Where the nodes of a text stand that was read before, as YAML or JSON; undefined where that cannot be told. */
export function placesIn(text: string, isJson: boolean): Places | undefined {
  const recorder = new PlaceRecorder();
  try {
    new Parser(text, isJson, recorder).document();
  } catch (caught) {
    if (caught instanceof YamlProblem) return undefined;
    throw caught;
  }
  return recorder.places();
}
