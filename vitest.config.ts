import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of threads, programs and folders that stand among those of the store, and don't care which database a run has. */
const PROCESS_TESTS = [
  'prisma/drift.test.ts',
  'scripts/{executable-note,heap-flags,install,postgres}.test.ts',
  'lib/ingest/{pci-list,spool}.test.ts',
  'lib/worker/{go-last,parse-pool,thread-budget}.test.ts',
];

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
    // Vitest leaves one core for itself, where it does little: of two it would use one.
    maxWorkers: availableParallelism(),
    projects: [
      { test: { name: 'conformance', include: ['conformance/**/*.test.ts', 'fuzz/**/*.test.ts'], testTimeout: 180_000 } },
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'app/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...STORE_TESTS, ...TPM_TESTS, '**/node_modules/**'],
          // Pure functions: what one file leaves in memory is nothing to the next, and loading the program for each takes as long as its tests.
          isolate: false,
          testTimeout: 240_000,
        },
      },
      { test: { name: 'process', include: PROCESS_TESTS, testTimeout: 240_000 } },
      { test: { name: 'tpm', include: TPM_TESTS, testTimeout: 240_000, hookTimeout: 240_000 } },
      {
        test: {
          name: 'store',
          include: STORE_TESTS,
          exclude: [...PROCESS_TESTS, '**/node_modules/**'],
          globalSetup: ['lib/store/testing/global-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
