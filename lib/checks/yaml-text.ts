import { parseYaml, YamlProblem } from '../yaml';

/** The content of YAML that a ConfigMap holds, as Go programs read it; undefined if it is not one, or holds a key twice. */
export function parseYamlText(text: string): unknown {
  try {
    const { value, repeated } = parseYaml(text);
    return repeated.length > 0 ? undefined : value;
  } catch (caught) {
    if (caught instanceof YamlProblem) return undefined;
    throw caught;
  }
}
