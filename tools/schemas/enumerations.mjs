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
    if (values !== undefined && !type.endsWith('Status')) (found[type] ??= {})[property] = JSON.parse(`[${values}]`);
  }
  return found;
}

/** The name of a type in the OpenAPI document, of that of the function that makes its schema. */
function typeOf(name) {
  return name
    .replace(/^k8sio_api_(\w+?)_(v\d\w*?)_/, 'io.k8s.api.$1.$2.')
    .replace(/^pkg_apis_apiextensions_(v\d\w*?)_/, 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.$1.');
}
