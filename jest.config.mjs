/** @type {import('jest').Config} */
export default {
  // Suites of a process share the library and the packages: loading them again for each took more than the tests.
  testEnvironment: '<rootDir>/test/support/shared-environment.cjs',
  runtime: '<rootDir>/test/support/shared-runtime.cjs',
  maxWorkers: '100%', // jest leaves one core to itself, and of two that is half
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  moduleFileExtensions: ['ts', 'js', 'json'],
  collectCoverageFrom: ['lib/**/*.ts', 'labs/**/*.ts'],
  coverageThreshold: {
    global: { branches: 95, functions: 95, lines: 95, statements: 95 },
  },
  testTimeout: 60_000, // some tests start processes, and machines are busy
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
};
