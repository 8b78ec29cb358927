export * from './construct-error';
export * from './image-reference';
export * from './ip-address';
export * from './ip-range';
export * from './names';
export * from './problem';
export * from './quantity';
export * from './refuse';
