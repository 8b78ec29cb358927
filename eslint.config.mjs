import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom, lowest first: each part of lib/ may import the ones before it. Stacks do not know each other,
 * and what judges manifests (checks, simulation) never sees a construct.
 */
const LAYERS = [
  ['encode'],
  ['validation', 'yaml'],
  ['promql'],
  ['kubernetes'],
  ['checks', 'simulation'],
  ['files'],
  ['cluster'],
  ['command'],
  ['platform'],
  ['synth'],
  ['scaling'],
  ['app', 'ingress', 'keda', 'load', 'metrics', 'network'],
  ['jest'],
];
const PURE = new Set([
  'encode',
  'validation',
  'yaml',
  'promql',
  'kubernetes',
  'checks',
  'simulation',
  'files',
  'cluster',
  'command',
]);
/** What only the program uses, and the program, which nobody imports. */
const PROGRAMS = ['cluster', 'command'];
const CONSTRUCT_LIBRARIES = ['cdk8s', 'cdk8s-plus-*', 'constructs', '**/imports/*'];

/** Libraries that are loaded with the first query, pattern or difference. */
const LAZY = ['^@prometheus-io/lezer-promql$', '^re2js$', '^diff$'];

/** How deep folders go below a part: an import leaves the part only if it climbs as high. */
const DEPTHS = [0, 1, 2, 3];

const directions = LAYERS.flatMap((parts, layer) =>
  parts.flatMap((part) => {
    const above = [...LAYERS.slice(layer).flat(), ...(part === 'command' ? [] : PROGRAMS)].filter(
      (other) => other !== part,
    );
    return DEPTHS.map((depth) => ({
      files: [`lib/${part}/${'*/'.repeat(depth)}*.ts`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: `^(\\.\\./){${depth + 1}}(${above.join('|')})(/|$)`,
                message: `lib/${part} may import only what is below it; see DESIGN in CONTRIBUTING.md.`,
              },
              ...(PURE.has(part)
                ? [{ group: CONSTRUCT_LIBRARIES, message: `lib/${part} works on plain data, without constructs.` }]
                : []),
            ],
          },
        ],
      },
    }));
  }),
);

export default defineConfig(
  { ignores: ['build/', 'coverage/', 'dist/', 'imports/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-member-accessibility': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off', // jsii takes index signatures, not Record
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_$' }],
      // What most runs do not need is required where it is needed: the build puts these into the bundle and leaves them asleep.
      '@typescript-eslint/no-require-imports': ['error', { allow: LAZY }],
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
    },
  },
  ...directions,
  {
    files: ['lib/jest/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?!simulation(/|$))',
              message: 'lib/jest asserts what lib/simulation predicts, and needs nothing else of lib.',
            },
            { regex: '^(jest|@jest/.*|expect)$', message: 'lib/jest uses the jest that runs the tests.' },
          ],
        },
      ],
    },
  },
  {
    files: ['main.ts', 'labs/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.{1,2}/(lib/.|imports|crds)',
              message: 'Labs are written as a user would: import lib/index.ts only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['assets/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: Object.fromEntries(
        ['document', 'getComputedStyle', 'matchMedia', 'ResizeObserver', 'uPlot'].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { URL: 'readonly', console: 'readonly', process: 'readonly' } },
  },
);
