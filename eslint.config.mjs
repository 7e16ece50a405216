import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The import table of docs/architecture.md: what each room of the house may import, besides packages and itself.
 * `values/` is the ground that everything stands on.
 */
const rooms = {
  values: [],
  imports: [],
  fleet: ['values'],
  constructs: ['values', 'imports'],
  charts: ['values', 'fleet', 'constructs'],
  argocd: ['values', 'fleet', 'constructs'],
  clusters: ['values', 'fleet', 'constructs'],
  synth: ['values', 'constructs'],
  machines: ['values', 'fleet'],
  trust: ['values', 'fleet'],
  guide: ['values', 'fleet'],
  analysis: ['values'],
  diagrams: ['values', 'fleet'],
  live: ['values', 'fleet', 'machines', 'trust', 'analysis'],
  run: ['values', 'fleet', 'constructs', 'charts', 'argocd', 'synth', 'machines', 'analysis'],
  cli: [
    'main.ts',
    'run',
    'values',
    'fleet',
    'constructs',
    'charts',
    'argocd',
    'synth',
    'machines',
    'trust',
    'guide',
    'analysis',
    'diagrams',
    'live',
  ],
};
/** What one room alone may read, whoever else may import the room itself. */
const places = [...Object.keys(rooms), 'main.ts', 'test', 'bench', 'e2e', 'bin'];

const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./${room}`,
  from: places
    .filter(
      (place) =>
        place !== room && !allowed.includes(place) && !allowed.some((one) => one.startsWith(`${place}/`)),
    )
    .map((place) => `./${place}`),
  message: `${room}/ may import ${allowed.join(', ') || 'nothing of the project'} (docs/architecture.md).`,
}));

export default tseslint.config(
  {
    ignores: [
      'imports/*.ts',
      'dist/',
      'node_modules/',
      '.meshwright/',
      'coverage/',
      'test/types/fixtures/',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js', '.json'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'No barrel files: import from the file that defines the name.',
        },
        { selector: 'Program > VariableDeclaration[kind="let"]', message: 'No module keeps mutable state.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // A test's `beforeEach` hands on what it made by a variable of the module.
    files: ['test/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['bin/**'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
