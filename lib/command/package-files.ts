import * as fs from 'node:fs';
import * as path from 'node:path';

/** The folder of this package, from its sources or from its build. */
function packageFolder(): string {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** The version of this package. */
export function packageVersion(): string {
  const content = fs.readFileSync(path.join(packageFolder(), 'package.json'), 'utf8');
  return (JSON.parse(content) as { version: string }).version;
}

/** A page of the documentation. */
export function readPage(page: string): string {
  return fs.readFileSync(path.join(packageFolder(), page), 'utf8');
}
