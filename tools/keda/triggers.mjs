/**
 * The table of KEDA's triggers: lib/kubernetes/keda/triggers/trigger-table.ts, from the schema that KEDA generates from the tags of its scalers'
 * fields, and from what the sources of the scalers say beyond that.
 *
 * A line is a type and its keys: `key!` must be there, `key$` may come from the environment as `keyFromEnv`, `key*` from the authentication,
 * `key-` not from the metadata, and `key#` is refused; keys that stand for each other are joined by `|`. What follows is what the value has to be:
 * `:i` a whole number, `:f` a number, `:b` a boolean, `:d` a duration, `=a,b` one of these. A type with a `~` takes keys that no tag tells.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const GO_MODULE = path.join(ROOT, 'tools', 'crds');
const TARGET = path.join(ROOT, 'lib', 'kubernetes', 'keda', 'triggers', 'trigger-table.ts');
const MODULE = 'github.com/kedacore/keda/v2';

/** What a scaler reads without a tag: the whole configuration, or a package of its own for the authentication. */
const READS_MORE = /TriggerMetadata|AuthParams\b|ResolvedEnv\b|\b(?:azure|gcp|awsutils|authentication|aws)\.\w+\(/;
const TAG = /^[ \t]*(\w*)[ \t]*([*\w.[\]]+)?[ \t]*`keda:"([^"]*)"/gm;

function go(...args) {
  const { error, status, stdout, stderr } = spawnSync('go', args, { cwd: GO_MODULE, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout);
}

function sourcesOf(folder) {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  return names.map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
}

/** The constructor of each type's scaler. */
function constructorsIn(builder) {
  return new Map(
    [...builder.matchAll(/case "([^"]+)":\s*(?:\/\/.*\s*)*return scalers\.(New\w+)\(/g)].map(([, type, name]) => [
      type,
      name,
    ]),
  );
}

function tagsIn(source) {
  return [...source.matchAll(TAG)].map(([, field, type = field, tag]) => ({
    type: type.replace(/^\*/, ''),
    names: /name=([^,]+)/.exec(tag)?.[1]?.trim(),
  }));
}

/** The mark of a field of Go whose value is not any text. */
const FORMS = { bool: ':b', float64: ':f', int: ':i', int32: ':i', int64: ':i', 'time.Duration': ':d' };

/** What tags do not tell about a scaler: whether it reads more, the keys of nested fields, which may all be missing, and keys with two names. */
function facts(source, sources) {
  const tags = tagsIn(source);
  const nested = tags.filter(({ names }) => names === undefined).map(({ type }) => type);
  const bodies = nested.map((type) =>
    sources.map((each) => new RegExp(`type ${type} struct \\{[^]*?\\n\\}`).exec(each)?.[0]).find(Boolean),
  );
  const all = [...tags, ...bodies.flatMap((body) => tagsIn(body ?? ''))];
  return {
    readsMore: READS_MORE.test(source.replaceAll(/`keda:[^`]*`/g, '')) || bodies.some((body) => body === undefined),
    optional: new Set(bodies.flatMap((body) => tagsIn(body ?? '')).flatMap(({ names }) => names?.split(';') ?? [])),
    aliases: all.flatMap(({ names }) => (names?.includes(';') ? [names.split(';').map((name) => name.trim())] : [])),
    formOf: (name) => {
      const types = all.filter(({ names }) => names?.split(';').includes(name)).map(({ type }) => type);
      return new Set(types).size === 1 ? (FORMS[types[0]] ?? '') : '';
    },
  };
}

function keyOf({ name, optional, deprecated, metadataVariableReadable, ...parameter }, told) {
  const { optional: nested, aliases, formOf } = told;
  const names = aliases.find((each) => each.includes(name)) ?? [name];
  const isRequired = !optional && parameter.default === undefined && deprecated === undefined && !nested.has(name);
  const marks = [
    isRequired ? '!' : '',
    parameter.envVariableReadable ? '$' : '',
    parameter.triggerAuthenticationVariableReadable ? '*' : '',
    metadataVariableReadable ? '' : '-',
    deprecated === undefined ? '' : '#',
    formOf(name),
    parameter.allowedValue ? `=${parameter.allowedValue.join(',')}` : '',
  ];
  return names.join('|') + marks.join('');
}

/** The table as a TypeScript module. */
export function triggerTable() {
  const { Dir: folder, Version: version } = go('mod', 'download', '-json', MODULE);
  const { scalers } = JSON.parse(
    fs.readFileSync(path.join(folder, 'schema', 'generated', 'scalers-schema.json'), 'utf8'),
  );
  const constructors = constructorsIn(
    fs.readFileSync(path.join(folder, 'pkg', 'scaling', 'scalers_builder.go'), 'utf8'),
  );
  const sources = sourcesOf(path.join(folder, 'pkg', 'scalers'));
  const lines = [...constructors].sort().map(([type, constructor]) => {
    const source = sources.find((each) => new RegExp(`func ${constructor}\\(`).test(each)) ?? '';
    const { parameters } = scalers.find((scaler) => scaler.type === type) ?? { parameters: [] };
    const told = facts(source, sources);
    const keys = [...new Set(parameters.map((parameter) => keyOf(parameter, told)))];
    const isOpen = told.readsMore || parameters.length === 0;
    return [`${type}${isOpen ? '~' : ''}`, ...keys].join(' ');
  });
  return (
    `// Written by tools/keda/triggers.mjs from ${MODULE}@${version}. Do not edit.\n\n` +
    `/** The release of KEDA that the table is of. */\nexport const TABLE_OF_KEDA = '${version.replace(/^v/, '').replace(/\.\d+$/, '')}';\n\n` +
    `/** The triggers of KEDA, one a line; tools/keda/triggers.mjs says what the marks mean. */\nexport const TRIGGER_TABLE = \`\n${lines.join('\n')}\n\`;\n`
  );
}

/** Writes the table. */
export function writeTriggerTable() {
  fs.mkdirSync(path.dirname(TARGET), { recursive: true });
  fs.writeFileSync(TARGET, triggerTable());
}

/** The name of the file, if it is not what would be generated. */
export function staleTriggerTable() {
  const present = fs.existsSync(TARGET) ? fs.readFileSync(TARGET, 'utf8') : '';
  return present === triggerTable() ? undefined : path.relative(ROOT, TARGET);
}
