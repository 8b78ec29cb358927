import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { type Fields, type Manifest } from '../../lib/checks';

const CRDS = path.join(__dirname, '..', '..', 'crds');

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Fields } }[];
  };
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'object', additionalProperties: TEXT };
const METADATA = {
  type: 'object',
  required: ['name'],
  properties: { name: TEXT, namespace: TEXT, labels: TEXTS, annotations: TEXTS },
};

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
const schemas = new Map<string, Fields>();
const validators = new Map<string, ValidateFunction>();

for (const file of fs.readdirSync(CRDS)) {
  const { items } = JSON.parse(fs.readFileSync(path.join(CRDS, file), 'utf8')) as { readonly items: Definition[] };
  for (const { spec } of items) {
    for (const { name, schema } of spec.versions) {
      schemas.set(`${spec.group}/${name} ${spec.names.kind}`, schema.openAPIV3Schema);
    }
  }
}

/** Compiled when it is asked for: compiling them all takes longer than all tests of a file. */
function validatorOf(kind: string): ValidateFunction | undefined {
  const schema = schemas.get(kind);
  if (!schema) return undefined;
  const properties = { ...(schema.properties as Fields), metadata: METADATA };
  const validator = validators.get(kind) ?? ajv.compile(strict({ ...schema, properties }));
  validators.set(kind, validator);
  return validator;
}

/** What is wrong with a custom resource by its definition in crds/, where a field that the definition does not know is wrong; undefined without one. */
export function customResourceProblems(manifest: Manifest): string[] | undefined {
  const validate = validatorOf(`${manifest.apiVersion} ${manifest.kind}`);
  if (!validate) return undefined;
  validate(manifest);
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${manifest.kind} ${String(manifest.metadata.name)}${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}

/** The schema, with every object closed that does not say that it takes unknown fields, and Kubernetes' own keywords in the terms of JSON Schema. */
function strict(schema: unknown): Fields {
  const { properties, additionalProperties, items, pattern, ...rest } = schema as Fields;
  if (rest['x-kubernetes-int-or-string'] === true) return { ...rest, type: ['integer', 'string'] };
  const closed = properties !== undefined && rest['x-kubernetes-preserve-unknown-fields'] !== true;
  return {
    ...rest,
    // Go's inline flags have no counterpart here.
    ...(typeof pattern === 'string' && !pattern.includes('(?i)') ? { pattern } : {}),
    ...(properties === undefined ? {} : { properties: mapValues(properties as Fields) }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: strict(additionalProperties) } : {}),
    ...(closed && additionalProperties === undefined ? { additionalProperties: false } : {}),
    ...(items === undefined ? {} : { items: strict(items) }),
  };
}

function mapValues(schemas: Fields): Fields {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strict(schema)]));
}
