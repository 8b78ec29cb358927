import { isAtLeast } from '../release';

/** A field that a later release of KEDA has than the one whose definitions the package keeps. */
interface NewerField {
  readonly kinds: readonly string[];
  /** Its place below the object, such as `['spec', 'azureServicePrincipal']`. */
  readonly path: readonly string[];
  /** The first release of KEDA that has it. */
  readonly since: string;
  readonly schema: object;
}

const TEXT = { type: 'string' };
const IN_SECRET = {
  type: 'object',
  required: ['valueFrom'],
  properties: {
    valueFrom: {
      type: 'object',
      required: ['secretKeyRef'],
      properties: {
        secretKeyRef: { type: 'object', required: ['key', 'name'], properties: { key: TEXT, name: TEXT } },
      },
    },
  },
};

/** @see https://github.com/kedacore/keda/tree/v2.21.0/config/crd/bases */
const NEWER_FIELDS: readonly NewerField[] = [
  {
    kinds: ['TriggerAuthentication', 'ClusterTriggerAuthentication'],
    path: ['spec', 'azureServicePrincipal'],
    since: '2.21',
    schema: {
      type: 'object',
      required: ['clientId', 'tenantId'],
      properties: {
        activeDirectoryEndpoint: TEXT,
        clientCertificate: IN_SECRET,
        clientCertificatePassword: IN_SECRET,
        clientId: TEXT,
        clientSecret: IN_SECRET,
        cloud: TEXT,
        tenantId: TEXT,
      },
    },
  },
];

/** The first release of KEDA that has a field, where the package's definitions do not. */
export function newerFieldSince(kind: string, path: readonly (string | number)[]): string | undefined {
  return NEWER_FIELDS.find((field) => field.kinds.includes(kind) && field.path.join('.') === path.join('.'))?.since;
}

/** Definitions of KEDA's kinds with the fields that a release has beyond them. */
export function definitionsOfKeda(definitions: readonly unknown[], release: string): readonly unknown[] {
  const newer = NEWER_FIELDS.filter(({ since }) => isAtLeast(release, since));
  return newer.length === 0
    ? definitions
    : definitions.map((definition) => newer.reduce((changed, field) => withField(changed, field), definition));
}

function withField(definition: unknown, { kinds, path, schema }: NewerField): unknown {
  const { spec } = definition as Definition;
  if (!kinds.includes(spec.names.kind)) return definition;
  const versions = spec.versions.map((version) => ({
    ...version,
    schema: { openAPIV3Schema: withProperty(version.schema.openAPIV3Schema, path, schema) },
  }));
  return { ...(definition as Definition), spec: { ...spec, versions } };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
}

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: ObjectSchema } }[];
  };
}

function withProperty(parent: ObjectSchema, [name, ...rest]: readonly string[], schema: object): object {
  if (name === undefined) return schema;
  const { properties = {} } = parent;
  return { ...parent, properties: { ...properties, [name]: withProperty(properties[name] ?? {}, rest, schema) } };
}
