import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';

test('a backup is written to a new file only, and nothing is written over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-backup-'));
  const { url, drop } = await makeTestDatabase();
  onTestFinished(async () => {
    rmSync(folder, { recursive: true });
    await drop();
  });
  const backUpTo = (file: string) =>
    spawnSync(process.execPath, ['scripts/backup.ts', file], { encoding: 'utf8', env: { ...process.env, DATABASE_URL: url } });
  const kept = join(folder, 'kept.zip');
  writeFileSync(kept, 'an older backup');
  const refused = backUpTo(kept);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(`${kept} is there already`);
  expect(readFileSync(kept, 'utf8')).toBe('an older backup');
  expect(backUpTo(join(folder, 'new.zip')).status).toBe(0);
});
