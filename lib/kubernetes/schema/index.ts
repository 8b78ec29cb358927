export { adviceFor, type Advice } from './advice';
export { type Fault, type MissingField, type RefusedValue, type UnknownField, type WrongType } from './fault';
export { below, fieldOf, type Path } from './path';
export { Schemas, type KnownKind, type SchemaOptions } from './schemas';
export { type SchemaSource } from './source';
export { asStored } from './stored';
export { unknownKindOf, type UnknownKind } from './unknown-kind';
export { type IsUnknown } from './walk';
