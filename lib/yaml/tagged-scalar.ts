import { resolve } from './resolve';
import { YamlProblem } from './yaml-problem';

const YAML_TAG = 'tag:yaml.org,2002:';
const BASE64 = /^(?:[A-Za-z0-9+/\r\n]|=\s*$|==\s*$)*$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]|$)/;
const RESOLVED = ['bool', 'int', 'float', 'null'];

/**
 * What a scalar with a tag stands for.
 *
 * @param tag the whole tag, such as `tag:yaml.org,2002:int` for `!!int`
 * @throws YamlProblem where the text is nothing of what the tag says
 */
export function taggedScalar(tag: string, text: string, offset: number): unknown {
  const name = tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : undefined;
  if (name === 'binary' && !BASE64.test(text)) throw new YamlProblem('its !!binary is not valid base64', offset);
  if (name === 'binary') return Buffer.from(text, 'base64').toString('utf8');
  if (name === 'timestamp' && !DATE.test(text)) throw new YamlProblem(`"${text}" is not a !!timestamp`, offset);
  if (name === undefined || !RESOLVED.includes(name)) return text;
  const value = resolve(text);
  if (typeOf(value) !== name && !(name === 'float' && typeof value === 'number')) {
    throw new YamlProblem(`"${text}" is not a !!${name}`, offset);
  }
  return value;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'number') return 'str';
  return Number.isInteger(value) ? 'int' : 'float';
}
