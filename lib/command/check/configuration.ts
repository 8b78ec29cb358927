import * as fs from 'node:fs';
import * as path from 'node:path';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { InputError } from '../../validation';
import { readCluster } from '../project/cluster-flags';
import { findAbove } from '../project/project-files';
import { readMap, scalar, text, texts, type Keys } from '../project/read-map';
import { readYamlFile } from '../project/yaml-file';
import { CONFIGURATION_FILE } from '../project/configured-cluster';
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
  try {
    return readMap<Flags>(readYamlFile(file) ?? {}, KEYS, '');
  } catch (caught) {
    throw Object.assign(new Error(`${file}: ${(caught as Error).message}`), { code: 'CONFIGURATION' });
  }
}

/**
 * The baseline that a configuration names.
 *
 * @throws InputError where it is outside of the folder of the configuration, also by a link: `check` writes a baseline that is not there, and a
 * configuration may come from anybody.
 */
export function configuredBaseline({ folder, flags: { baseline } }: Configuration): string | undefined {
  if (baseline === undefined) return undefined;
  const file = path.join(folder, baseline);
  const home = fs.realpathSync(folder);
  const place = realFolder(path.dirname(file));
  if (place === home || place.startsWith(`${home === path.sep ? '' : home}${path.sep}`)) return file;
  throw new InputError({
    what: `The baseline "${baseline}" of ${path.join(folder, CONFIGURATION_FILE)} is outside of its folder.`,
    why: 'A configuration comes with the manifests, and a baseline that is not there is written: it may not say where.',
    fix: 'Name a file of the same folder or one below, or name this one yourself: --baseline',
  });
}

/** Where a folder really is; what does not exist is where its parent is. */
function realFolder(folder: string): string {
  return fs.existsSync(folder)
    ? fs.realpathSync(folder)
    : path.join(realFolder(path.dirname(folder)), path.basename(folder));
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
