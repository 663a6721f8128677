import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'conformance', include: ['conformance/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'app/**/*.test.ts'],
          exclude: ['lib/store/**', 'lib/ingest/**', 'lib/worker/**', 'lib/auth/**/*.store.test.ts', '**/node_modules/**'],
        },
      },
    ],
  },
});
