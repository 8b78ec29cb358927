export * from './parse';
export * from './places';
export * from './edit';
export * from './yaml-problem';
export type { RepeatedKey } from './map-builder';
export * from './text-position';
