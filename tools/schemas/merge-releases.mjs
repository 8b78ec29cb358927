import { minorOf } from './releases.mjs';

/**
 * The schemas of all releases in one: a file per API group, with what differs between releases marked by the minor releases that have it,
 * such as `i@30`, `s@-31` or `b@29-33`. A type is marked nowhere, its fields where they are not in every release that has the type.
 *
 * @param releases what `readRelease` gives, by release, oldest first
 */
export function mergeReleases(releases) {
  const minors = [...releases.keys()].map(minorOf);
  const groupOf = groupsByPackage(releases);
  const files = new Map();
  const fileOf = (name) => {
    if (!files.has(name)) files.set(name, { kinds: {}, types: {} });
    return files.get(name);
  };
  const kinds = new Table(minors);
  const types = new Map();
  for (const [release, read] of releases) {
    const minor = minorOf(release);
    for (const { group, version, kind, type } of read.kinds) {
      kinds.add(JSON.stringify([fileNameOf(group), version, kind]), minor, shortNameOf(type));
    }
    for (const [type, fields] of Object.entries(read.types)) {
      if (!types.has(type)) types.set(type, { table: new Table(minors), present: [] });
      const { table, present } = types.get(type);
      present.push(minor);
      const file = groupOf(type);
      for (const [field, expression] of Object.entries(fields)) table.add(field, minor, written(expression, file, groupOf));
    }
  }
  for (const [key, text] of kinds.entries(minors)) {
    const [file, version, kind] = JSON.parse(key);
    (fileOf(file).kinds[version] ??= {})[kind] = text;
  }
  for (const [type, { table, present }] of types) {
    fileOf(groupOf(type)).types[shortNameOf(type)] = Object.fromEntries(table.entries(present));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, file]) => [`${name}.json`, printed(file)]));
}

/** What stands under a name in which releases. */
class Table {
  #rows = new Map();

  constructor(minors) {
    this.minors = minors;
  }

  add(name, minor, text) {
    if (!this.#rows.has(name)) this.#rows.set(name, new Map());
    const row = this.#rows.get(name);
    row.set(text, [...(row.get(text) ?? []), minor]);
  }

  /** Each name with its text, or its texts where it has had several; `present`: the releases in which there could be one. */
  entries(present) {
    return [...this.#rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, row]) => {
        const texts = [...row].flatMap(([text, minors]) => rangesOf(minors, present).map((range) => text + range));
        return [name, texts.length === 1 ? texts[0] : texts.reverse()];
      });
  }
}

/** The releases among those that could be: '' for all of them. */
function rangesOf(minors, present) {
  const runs = [];
  for (const minor of minors) {
    const last = runs.at(-1);
    if (last && present.indexOf(minor) === present.indexOf(last.to) + 1) last.to = minor;
    else runs.push({ from: minor, to: minor });
  }
  return runs.map(({ from, to }) => {
    const since = from === present[0] ? '' : `${from}`;
    const until = to === present.at(-1) ? '' : `-${to}`;
    return since + until === '' ? '' : `@${since}${until}`;
  });
}

/** The API group of a type, by its Go package: that of the package's kinds; `meta` for what all groups share. */
function groupsByPackage(releases) {
  const groups = new Map();
  for (const { kinds } of releases.values()) {
    for (const { group, type } of kinds) {
      if (packageOf(type) === packageNamed(group)) groups.set(packageOf(type), fileNameOf(group));
    }
  }
  return (type) => groups.get(packageOf(type)) ?? 'meta';
}

/** `networking` of `io.k8s.api.networking.v1.Ingress`. */
function packageOf(type) {
  return type.split('.').at(-3);
}

function packageNamed(group) {
  if (group === '') return 'core';
  if (group === 'internal.apiserver.k8s.io') return 'apiserverinternal';
  return group === 'flowcontrol.apiserver.k8s.io' ? 'flowcontrol' : group.split('.')[0];
}

function fileNameOf(group) {
  return group === '' ? 'core' : group;
}

function shortNameOf(type) {
  return type.split('.').slice(-2).join('.');
}

function written(expression, file, groupOf) {
  if (typeof expression === 'string') return expression;
  const { type, prefix = '' } = expression;
  const other = groupOf(type);
  return `${prefix}${other === file ? '' : `${other}/`}${shortNameOf(type)}`;
}

/** A line per kind and type, so that a difference can be read. */
function printed({ kinds, types }) {
  const section = (entries) =>
    Object.keys(entries)
      .sort()
      .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(entries[name])}`)
      .join(',\n');
  return `{\n "kinds": {\n${section(kinds)}\n },\n "types": {\n${section(types)}\n }\n}\n`;
}
