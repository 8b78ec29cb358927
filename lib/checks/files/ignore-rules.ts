import * as fs from 'node:fs';
import * as path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { readText } from './read-text';

/** Files with patterns of what is not read, the later ones overrule the earlier ones. */
const IGNORE_FILES = ['.gitignore', '.cdk8s-autoscalingignore'];

/** Patterns in the syntax of .gitignore, and the folder that they are written for. */
export interface IgnorePatterns {
  readonly folder: string;
  readonly patterns: string | readonly string[];
}

interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * What is not read below a folder: by the ignore files of the folders above it and of its own, and by patterns that somebody gave.
 *
 * @see https://git-scm.com/docs/gitignore
 */
export class IgnoreRules {
  private constructor(
    private readonly levels: readonly Level[],
    private readonly given: readonly Level[],
  ) {}

  /** What holds for a folder that somebody named: the ignore files above it up to the root of its repository, unless they ignore it itself. */
  static above(folder: string, given: readonly IgnorePatterns[]): IgnoreRules {
    const named = path.resolve(folder);
    const folders: string[] = [];
    let root: string | undefined;
    for (let at = named; ; at = path.dirname(at)) {
      if (at !== named) folders.unshift(at);
      if (fs.existsSync(path.join(at, '.git'))) root = at;
      if (root !== undefined || path.dirname(at) === at) break;
    }
    const above = new IgnoreRules(root === undefined ? [] : folders.flatMap(levelsIn), []);
    const levels = above.ignores(named, true) ? [] : above.levels;
    // patterns for another folder are meant for the one that was named
    const meant = given.map((each) => (isBelow(named, path.resolve(each.folder)) ? each : { ...each, folder: named }));
    return new IgnoreRules(levels, meant.map(levelOf));
  }

  /** These rules with those of a folder below. */
  within(folder: string): IgnoreRules {
    const levels = levelsIn(path.resolve(folder));
    return levels.length === 0 ? this : new IgnoreRules([...this.levels, ...levels], this.given);
  }

  ignores(file: string, isFolder: boolean): boolean {
    const absolute = path.resolve(file);
    let isIgnored = false;
    for (const { folder, rules } of [...this.levels, ...this.given]) {
      if (absolute === folder || !isBelow(absolute, folder)) continue;
      const relative = path.relative(folder, absolute).replaceAll('\\', '/');
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      isIgnored = ignored || (isIgnored && !unignored);
    }
    return isIgnored;
  }
}

function isBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function levelsIn(folder: string): Level[] {
  return IGNORE_FILES.flatMap((name) => {
    try {
      return [levelOf({ folder, patterns: readText(path.join(folder, name), false) })];
    } catch {
      return []; // most folders have none; a pipe or a device tells nothing
    }
  });
}

function levelOf({ folder, patterns }: IgnorePatterns): Level {
  return { folder: path.resolve(folder), rules: ignore().add(patterns) };
}
