import * as fs from 'node:fs';
import * as path from 'node:path';
import { enumerationsOf } from './enumerations.mjs';

/**
 * What the API server decodes by a method of its own instead of by the fields of a struct. The letters are those of
 * lib/kubernetes/schema/expression.ts.
 */
const OWN_DECODERS = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'x',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'u',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'a',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': '~v1.JSONSchemaProps',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': '~v1.JSONSchemaProps',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': '?v1.JSONSchemaProps',
};

/** The documents of API versions; the others are of groups and of paths that serve no objects. */
const DOCUMENT = /^(api|apis__.+)__v\d\w*_openapi\.json$/;

/** Letters of the types that are neither structs nor lists nor maps. */
const SCALARS = { boolean: 'b', int32: 'i', int64: 'l', double: 'n', byte: 'y', string: 's' };

/**
 * The kinds that an API server takes, and the types of their fields: `kinds` by API group, version and kind, `types` by their name.
 *
 * @param folder the Go module of the release
 */
export function readRelease(folder) {
  const schemas = {};
  const kinds = [];
  const documents = path.join(folder, 'api', 'openapi-spec', 'v3');
  for (const file of fs.readdirSync(documents).filter((name) => DOCUMENT.test(name))) {
    const document = JSON.parse(fs.readFileSync(path.join(documents, file), 'utf8'));
    Object.assign(schemas, document.components.schemas);
    kinds.push(...kindsOf(document));
  }
  const enumerations = enumerationsOf(path.join(folder, 'pkg', 'generated', 'openapi', 'zz_generated.openapi.go'));
  const types = {};
  const wanted = kinds.map(({ type }) => type);
  for (let type = wanted.pop(); type !== undefined; type = wanted.pop()) {
    if (types[type]) continue;
    const fields = {};
    for (const [field, schema] of Object.entries(schemas[type].properties ?? {})) {
      fields[field] = expressionOf(schema, enumerations[type]?.[field], (other) => wanted.push(other));
    }
    types[type] = fields;
  }
  return { kinds, types };
}

/** The kinds that may be created: those of a POST to a collection. */
function kindsOf({ paths, components }) {
  const created = Object.entries(paths)
    .filter(([path, { post }]) => post?.['x-kubernetes-group-version-kind'] && !path.includes('{name}'))
    .map(([, { post }]) => ({ ...post['x-kubernetes-group-version-kind'], type: typeOfBody(post) }));
  return created.filter(({ type }) => components.schemas[type]);
}

function typeOfBody({ requestBody }) {
  const [{ schema }] = Object.values(requestBody.content);
  return nameIn(schema.$ref);
}

/** The name of a type in a reference to it, such as `#/components/schemas/io.k8s.api.core.v1.Pod`. */
function nameIn(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** The type of a field in the shortest form; `want` is told of the types that it refers to by name. */
function expressionOf(schema, values, want) {
  const reference = schema.$ref ?? schema.allOf?.[0].$ref;
  if (reference !== undefined) {
    const name = nameIn(reference);
    const own = OWN_DECODERS[name];
    if (own === undefined) want(name);
    return own === undefined ? { type: name } : own;
  }
  const { type, format, items, additionalProperties } = schema;
  if (type === 'array') return wrapped('[', expressionOf(items, values, want));
  if (type === 'object') return additionalProperties ? wrapped('{', expressionOf(additionalProperties, values, want)) : 'o';
  if (values && type === 'string') return `=${values.join('|')}`;
  const letter = SCALARS[format ?? type];
  if (letter === undefined) throw new Error(`a field is neither of a known type nor of a known format: ${JSON.stringify(schema)}`);
  return letter;
}

function wrapped(prefix, inner) {
  return typeof inner === 'string' ? prefix + inner : { ...inner, prefix: prefix + (inner.prefix ?? '') };
}
