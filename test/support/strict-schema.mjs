/**
 * Validates manifests against the Kubernetes API of release 1.36, as @kubernetes/client-node carries it: every field must exist and have its type.
 * Reads a JSON array of objects from the standard input, writes a JSON array of problems. A program of its own, because that package is an
 * ES module and jest is not.
 */
import { text } from 'node:stream/consumers';

const MODELS = new URL('../../node_modules/@kubernetes/client-node/dist/gen/models/', import.meta.url);
const models = new Map();

async function modelOf(name) {
  if (!models.has(name)) {
    const module = await import(new URL(`${name}.js`, MODELS)).catch(() => undefined);
    models.set(name, module?.[name]?.getAttributeTypeMap());
  }
  return models.get(name);
}

const SCALARS = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  any: () => true,
  Date: (value) => typeof value === 'string',
  IntOrString: (value) => typeof value === 'string' || Number.isInteger(value),
};

async function problemsOf(value, type, path) {
  const scalar = SCALARS[type];
  if (scalar) return scalar(value) ? [] : [`${path}: ${JSON.stringify(value)} is not a ${type}`];
  const [, item] = /^Array<(.+)>$/.exec(type) ?? [];
  if (item) {
    if (!Array.isArray(value)) return [`${path}: not a list`];
    return (await Promise.all(value.map((each, i) => problemsOf(each, item, `${path}[${i}]`)))).flat();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: not a map`];
  const [, entry] = /^\{ \[key: string\]: (.+); \}$/.exec(type) ?? [];
  const attributes = entry ? undefined : await modelOf(type);
  if (!entry && !attributes) return [`${path}: there is no schema for ${type}`];
  const problems = await Promise.all(
    Object.entries(value).map(([key, field]) => {
      const fieldType = entry ?? attributes.find(({ baseName }) => baseName === key)?.type;
      return fieldType ? problemsOf(field, fieldType, `${path}.${key}`) : [`${path}.${key}: unknown field`];
    }),
  );
  return problems.flat();
}

function modelNameOf({ apiVersion = '', kind }) {
  const version = apiVersion.split('/').at(-1);
  return version.charAt(0).toUpperCase() + version.slice(1) + kind;
}

const objects = JSON.parse(await text(process.stdin));
const problems = await Promise.all(
  objects.map((object) => problemsOf(object, modelNameOf(object), `${object.kind} ${object.metadata?.name}`)),
);
process.stdout.write(JSON.stringify(problems.flat()));
