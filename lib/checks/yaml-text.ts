import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

let yaml: typeof Yaml | undefined;

/** The content of YAML that a ConfigMap holds; undefined if it is none. The parser is loaded with the first text. */
export function parseYamlText(text: string): unknown {
  yaml ??= createRequire(__filename)('yaml') as typeof Yaml;
  try {
    return yaml.parse(text, { logLevel: 'silent', merge: true });
  } catch {
    return undefined;
  }
}
