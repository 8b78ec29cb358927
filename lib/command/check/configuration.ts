import * as fs from 'node:fs';
import * as path from 'node:path';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { similarName } from '../../checks/similar-names';
import { parseYamlText } from '../../checks/yaml-text';
import { count, quantity, release } from '../option-values';
import { readText } from '../read-text';
import { address, knownRule, portRange, ruleLevel, type Flags } from './flags';

/** The name of the configuration file. */
export const CONFIGURATION_FILE = 'cdk8s-autoscaling.yaml';

/** What a configuration file says, and the folder that its paths are written for. */
export interface Configuration {
  readonly folder: string;
  readonly flags: Flags;
}

type Reader = (value: unknown) => unknown;

const CLUSTER: Readonly<Record<string, readonly [flag: keyof Flags, read: Reader]>> = {
  kubernetes: ['kubernetes', (value) => release(scalar(value))],
  keda: ['keda', (value) => release(scalar(value))],
  featureGates: ['featureGate', texts],
  nodes: ['nodes', (value) => count(scalar(value))],
  nodeCpu: ['nodeCpu', (value) => quantity(scalar(value))],
  nodeMemory: ['nodeMemory', (value) => quantity(scalar(value))],
  nodePorts: ['nodePorts', (value) => portRange(scalar(value))],
  nodeAddresses: ['nodeAddress', (value) => texts(value).map(address)],
  selfSignedKubelets: ['selfSignedKubelets', truth],
  serverSide: ['serverSide', truth],
  withoutLoadBalancers: ['withoutLoadBalancers', text],
};

const KEYS: Readonly<Record<string, readonly [flag: keyof Flags | undefined, read: Reader]>> = {
  ignore: ['ignore', (value) => texts(value).map(knownRule)],
  severities: ['severity', severities],
  exclude: ['exclude', texts],
  provides: ['provides', texts],
  units: ['unit', texts],
  failOn: ['failOn', failOn],
  baseline: ['baseline', text],
  cluster: [undefined, (value) => readMap(value, CLUSTER, 'cluster.')],
};

/** The configuration of files: the first one in the folder of each, or above it up to the root of the repository. */
export function findConfiguration(names: readonly string[]): Configuration | undefined {
  for (const name of names) {
    for (let folder = folderOf(name); ; folder = path.dirname(folder)) {
      const file = path.join(folder, CONFIGURATION_FILE);
      if (fs.existsSync(file)) return { folder, flags: readConfiguration(file) };
      if (fs.existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) break;
    }
  }
  return undefined;
}

function folderOf(name: string): string {
  if (name === '-') return process.cwd();
  const isFolder = fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? path.resolve(name) : path.dirname(path.resolve(name));
}

/**
 * Reads a configuration file.
 *
 * @throws where it has a key or a value that means nothing, with its place.
 */
export function readConfiguration(file: string): Flags {
  const content = parseYamlText(readText(file));
  try {
    return readMap(content ?? {}, KEYS, '');
  } catch (caught) {
    throw Object.assign(new Error(`${file}: ${(caught as Error).message}`), { code: 'CONFIGURATION' });
  }
}

function readMap(
  value: unknown,
  keys: Readonly<Record<string, readonly [flag: keyof Flags | undefined, read: Reader]>>,
  prefix: string,
): Flags {
  const place = prefix === '' ? 'it' : prefix.slice(0, -1);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${place} is not a map.`);
  let flags: Flags = {};
  for (const [key, content] of Object.entries(value)) {
    const entry = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!entry) throw new Error(unknownKey(`${prefix}${key}`, key, Object.keys(keys)));
    const [flag, read] = entry;
    try {
      const found = read(content);
      flags = { ...flags, ...(flag === undefined ? (found as Flags) : { [flag]: found }) };
    } catch (caught) {
      const { message } = caught as Error;
      throw flag === undefined ? caught : new Error(`${prefix}${key}: ${message}`);
    }
  }
  return flags;
}

function unknownKey(shown: string, key: string, known: readonly string[]): string {
  const similar = similarName(key, known);
  return `there is no "${shown}"${similar === undefined ? `; there are ${known.join(', ')}` : `: did you mean "${similar}"?`}`;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('Write a list.');
  return value.map(text);
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${JSON.stringify(value)} is not a text.`);
  return value;
}

function scalar(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new Error(`${JSON.stringify(value)} is not a value.`);
  }
  return String(value);
}

function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error('Write true or false.');
  return value;
}

/** `off` without quotes is false to YAML. */
function severities(value: unknown): Flags['severity'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('Write a map of rules.');
  return Object.fromEntries(
    Object.entries(value).map(([rule, level]) => [
      knownRule(rule),
      ruleLevel(rule, level === false ? 'off' : scalar(level)),
    ]),
  );
}

function failOn(value: unknown): Severity | 'never' {
  const levels: readonly (Severity | 'never')[] = [...SEVERITIES, 'never'];
  const found = levels.find((each) => each === value);
  if (!found) throw new Error(`Write ${levels.join(', ')}.`);
  return found;
}
