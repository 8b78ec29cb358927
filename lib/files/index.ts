export * from './file-error';
export * from './replace-file';
export * from './replace-file-set';
