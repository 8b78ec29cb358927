export * from './clusters-file-name';
export * from './file-error';
export * from './first-line';
export * from './is-folder';
export * from './replace-file';
export * from './replace-file-set';
