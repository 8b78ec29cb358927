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
    global: { branches: 95, functions: 95, lines: 95, statements: 95 },
  },
  testTimeout: 60_000, // some tests start processes, and machines are busy
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
};
