import { defineConfig } from '@playwright/test';
import './scripts/generate.ts';

// The stories look into the store, whose client is made from the schema; a fresh clone has none yet.

/** Debian's Chromium; nothing of it may call home. */
const CHROMIUM = '/usr/bin/chromium';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/harness/global-setup.ts',
  fullyParallel: false,
  workers: 2,
  // A click can fall into the instant in which a page's scripts take it over. Whoever needs a second try is named in the summary.
  retries: 1,
  // A story that nobody finished writing must not hide the others.
  forbidOnly: true,
  // Generous, for machines that do other things too: a story that works ends long before.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: CHROMIUM, args: QUIET },
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'off',
    video: 'off',
    screenshot: 'off',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
  },
});
