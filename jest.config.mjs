/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/support/coverage-environment.ts',
  maxWorkers: '100%', // jest leaves one core to itself, and of two that is half
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  moduleFileExtensions: ['ts', 'js', 'json'],
  collectCoverageFrom: ['lib/**/*.ts', 'labs/**/*.ts'],
  coverageThreshold: {
    global: { branches: 94, functions: 95, lines: 95, statements: 95 },
    // What talks to a cluster waits for tests of its own on one; until then, this is what a stand-in for kubectl reaches.
    './lib/cluster/': { branches: 65, statements: 88 },
    './lib/command/apply/': { branches: 52, statements: 78 },
    './lib/command/stages/': { branches: 53, statements: 74 },
  },
  testTimeout: 60_000, // some tests start processes, and machines are busy
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
};
