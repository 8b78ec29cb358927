import * as path from 'node:path';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { parseYamlText } from '../../checks/yaml-text';
import { readCluster } from '../project/cluster-flags';
import { findAbove } from '../project/project-files';
import { readMap, scalar, text, texts, type Keys } from '../project/read-map';
import { CONFIGURATION_FILE } from '../project/configured-cluster';
import { readText } from '../read-text';
import { knownRule, ruleLevel, type Flags } from './flags';

/** What a configuration file says, and the folder that its paths are written for. */
export interface Configuration {
  readonly folder: string;
  readonly flags: Flags;
}

const KEYS: Keys = {
  ignore: ['ignore', (value) => texts(value).map(knownRule)],
  severities: ['severity', severities],
  exclude: ['exclude', texts],
  provides: ['provides', texts],
  units: ['unit', texts],
  failOn: ['failOn', failOn],
  baseline: ['baseline', text],
  cluster: [undefined, readCluster],
};

/** The configuration of files: the first one in the folder of each, or above it up to the root of the repository. */
export function findConfiguration(names: readonly string[]): Configuration | undefined {
  const file = findAbove(names, CONFIGURATION_FILE);
  return file === undefined ? undefined : { folder: path.dirname(file), flags: readConfiguration(file) };
}

/**
 * Reads a configuration file.
 *
 * @throws where it has a key or a value that means nothing, with its place.
 */
export function readConfiguration(file: string): Flags {
  const content = parseYamlText(readText(file, false));
  try {
    return readMap<Flags>(content ?? {}, KEYS, '');
  } catch (caught) {
    throw Object.assign(new Error(`${file}: ${(caught as Error).message}`), { code: 'CONFIGURATION' });
  }
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
