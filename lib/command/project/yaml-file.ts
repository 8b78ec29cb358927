import { lineAt, parseYaml, YamlProblem } from '../../yaml';
import { readText } from '../../checks/files/read-text';

/**
 * The content of a file of settings.
 *
 * @throws where it cannot be read, or is not YAML: what somebody set must not be passed over. Whoever calls it adds the name of the file.
 */
export function readYamlFile(file: string): unknown {
  const text = readText(file, false);
  try {
    const { value, repeated, rest } = parseYaml(text);
    const [twice] = repeated;
    if (twice) throw new YamlProblem(`the key "${twice.key}" stands twice`, twice.offset);
    if (rest !== undefined) throw new YamlProblem('a second document begins', rest);
    return value;
  } catch (caught) {
    if (!(caught instanceof YamlProblem)) throw caught;
    const { message, offset } = caught;
    throw new Error(`line ${lineAt(text, offset)} is not valid YAML: ${message}.`, { cause: caught });
  }
}
