import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Options } from '#lib/cli/command.ts';

/** As the command line gives them when nothing but an instant was said. */
export const options: Options = {
  json: false,
  trust: undefined,
  policy: undefined,
  aliases: undefined,
  at: '2026-06-01T00:00:00.000Z',
  atGiven: true,
  server: undefined,
  token: undefined,
  parallel: 1,
  role: undefined,
  device: undefined,
  again: false,
  wait: false,
  side: undefined,
  version: undefined,
};

/** A folder with these files, until the test ends. */
export function folderOf(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
