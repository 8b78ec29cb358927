export * from './construct-error';
export * from './image-reference';
export * from './names';
export * from './paths';
export * from './problem';
export * from './quantity';
export * from './refuse';
