/**
 * The tests against a real cluster, one file at a time: `npm run test:cluster` gives them one.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test/cluster'],
  testMatch: ['**/*.cluster.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  moduleFileExtensions: ['ts', 'js', 'json'],
  testSequencer: '<rootDir>/test/cluster/sequence.cjs',
  testTimeout: 600_000,
  verbose: true,
};
