export * from './connection-end';
export * from './may-reach';
