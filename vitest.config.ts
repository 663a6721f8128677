import { defineConfig } from 'vitest/config';

/** Tests that need a real database; everything else runs without one. */
const STORE_TESTS = [
  'prisma/**/*.test.ts',
  'scripts/**/*.test.ts',
  'lib/store/**/*.test.ts',
  'lib/ingest/**/*.test.ts',
  'lib/worker/**/*.test.ts',
  'lib/**/*.store.test.ts',
  'app/**/*.store.test.ts',
];

/** Tests against a TPM in software, which they start. */
const TPM_TESTS = ['lib/**/*.tpm.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'conformance', include: ['conformance/**/*.test.ts', 'fuzz/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'app/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...STORE_TESTS, ...TPM_TESTS, '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'tpm', include: TPM_TESTS, testTimeout: 120_000, hookTimeout: 120_000 } },
      {
        test: {
          name: 'store',
          include: STORE_TESTS,
          exclude: ['**/node_modules/**'],
          globalSetup: ['lib/store/testing/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
