import * as fs from 'node:fs';

const FUNCTION = /^func schema_(\w+)\(/;
const PROPERTY = /^\t+"([\w$-]+)": \{$/;
const VALUES = /Enum:\s+\[\]interface\{\}\{(.*)\},$/;

/**
 * The values that fields may have, by type and field: the OpenAPI document in the module leaves them out, the Go code that it is made of
 * has them. Nobody validates what a controller writes to a status.
 */
export function enumerationsOf(file) {
  const found = {};
  let type = '';
  let property = '';
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const [, name] = FUNCTION.exec(line) ?? [];
    if (name !== undefined) type = typeOf(name);
    [, property = property] = PROPERTY.exec(line) ?? [];
    const [, values] = VALUES.exec(line) ?? [];
    if (values === undefined || type.endsWith('Status')) continue;
    (found[type] ??= {})[property] = [...new Set(JSON.parse(`[${values}]`))];
  }
  return found;
}

/** The name of a type in the OpenAPI document, of that of the function that makes its schema. */
function typeOf(name) {
  return name
    .replace(/^k8sio_api_(\w+?)_(v\d\w*?)_/, 'io.k8s.api.$1.$2.')
    .replace(/^pkg_apis_apiextensions_(v\d\w*?)_/, 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.$1.');
}

/** Fields behind a feature gate that is off in the oldest release, and what is off in the late one, too. */
const GATED_AT_FIRST = ['io.k8s.api.core.v1.SecurityContext.procMount'];
const GATED_TO_THE_LAST = ['io.k8s.api.core.v1.Lifecycle.stopSignal'];

/**
 * Takes the values away that an API server may not look at: while a feature gate is off, its fields are dropped, whatever they say. Those of
 * the first release and of a late one were asked (test/cluster/schema.cluster.ts); a field that came between them is judged from the late one on.
 *
 * @param releases what `readRelease` gives, by release, oldest first
 */
export function dropUncertainEnumerations(releases, late) {
  const [[, first]] = releases;
  const asked = releases.get(late);
  for (const [release, { types }] of releases) {
    const isLate = [...releases.keys()].indexOf(release) >= [...releases.keys()].indexOf(late);
    for (const [type, fields] of Object.entries(types)) {
      for (const [field, expression] of Object.entries(fields)) {
        if (typeof expression !== 'string' || !expression.includes('=')) continue;
        const name = `${type}.${field}`;
        const isOld = first.types[type]?.[field] !== undefined && !GATED_AT_FIRST.includes(name);
        const isAsked = isLate && asked.types[type]?.[field] !== undefined;
        if (GATED_TO_THE_LAST.includes(name) || !(isOld || isAsked)) fields[field] = expression.replace(/=.*/, 's');
      }
    }
  }
}
