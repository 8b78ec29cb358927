/**
 * Writes lib/kubernetes/keda/time-zone-names.ts: the names that Go's time.LoadLocation knows, from the time zone database of the Go that is
 * installed. Run it after a release of the database; `npm run generate` does not, because its result depends on the release of Go.
 *
 * usage: node tools/keda/time-zones.mjs    needs Go
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const TARGET = path.resolve(import.meta.dirname, '../../lib/kubernetes/keda/time-zone-names.ts');
const CENTRAL_HEADER = 0x02014b50;
const END_HEADER = 'PK\u0005\u0006';

/** The names of the files in a zip archive. */
function namesIn(zip) {
  const end = zip.lastIndexOf(END_HEADER);
  const names = [];
  for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === CENTRAL_HEADER;) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    names.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names.filter((name) => !name.endsWith('/'));
}

function byArea(names) {
  const areas = new Map();
  for (const name of names.sort()) {
    const area = name.slice(0, name.indexOf('/') + 1);
    areas.set(area, [...(areas.get(area) ?? []), name.slice(area.length)]);
  }
  return [...areas].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Lines of a string, no wider than 120 columns. */
function wrapped(names) {
  const lines = [''];
  for (const name of names) {
    if (lines.at(-1).length + name.length > 104) lines.push('');
    lines.push(`${lines.pop()}${name} `);
  }
  return lines.map((line, index) => `'${index === lines.length - 1 ? line.trimEnd() : line}'`).join(' +\n      ');
}

const folder = path.join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'lib', 'time');
const [, release] = /^DATA=(\w+)$/m.exec(fs.readFileSync(path.join(folder, 'update.bash'), 'utf8'));
const areas = byArea(namesIn(fs.readFileSync(path.join(folder, 'zoneinfo.zip'))));
const rows = areas.map(
  ([area, names]) => `  [\n    '${area}',\n    ${names.length > 1 ? '  ' : ''}${wrapped(names)},\n  ],\n`,
);
fs.writeFileSync(
  TARGET,
  `// Written by tools/keda/time-zones.mjs from release ${release} of the time zone database. Do not edit.\n\n` +
    `/** The names of the time zone database, by area. */\nexport const TIME_ZONE_NAMES: readonly (readonly [area: string, names: string])[] = [\n${rows.join('')}];\n`,
);
execFileSync(path.resolve(import.meta.dirname, '../../node_modules/.bin/prettier'), [
  '--write',
  '--log-level',
  'warn',
  TARGET,
]);
