import { resolve } from './resolve';
import { YamlProblem } from './yaml-problem';

const YAML_TAG = 'tag:yaml.org,2002:';
const BASE64 = /^(?:[A-Za-z0-9+/\r\n]|=\s*$|==\s*$)*$/;
const HOUR = '(?:[01]?\\d|2[0-3]):[0-5]?\\d:[0-5]?\\d(?:[.,]\\d+)?';
const ZONE = '(?:Z|[-+](?:[01]\\d|2[0-4]):(?:[0-5]\\d|60))';
const TIMESTAMP = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[Tt]${HOUR}${ZONE}| +${HOUR})?$`);
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
  if (name === 'timestamp' && !isTimestamp(text)) throw new YamlProblem(`"${text}" is not a !!timestamp`, offset);
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

function isTimestamp(text: string): boolean {
  const [year = 0, month = 0, day = 0] = (TIMESTAMP.exec(text) ?? []).slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
