import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { environment, pinnedNode, ROOT } from './install.mjs';

test('a command finds what Node compiled of our sources for the command before it', () => {
  const printed = spawnSync(pinnedNode(), ['--print', "require('node:module').getCompileCacheDir()"], {
    cwd: ROOT,
    encoding: 'utf8',
    env: environment(),
  });
  expect(printed.stdout).toContain('node_modules/.cache/compiled');
});
