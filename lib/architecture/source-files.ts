import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SourceFile } from './imports.ts';

/** Files whose samples would count as imports. */
const OWN_TESTS = ['lib/architecture/imports.test.ts', 'lib/architecture/circles.test.ts'];

/** Every source file of the repository that people write. */
export function sourceFiles(): readonly SourceFile[] {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], { encoding: 'utf8' });
  return tracked
    .split('\n')
    .filter((path) => path !== '' && !path.includes('/generated/') && !OWN_TESTS.includes(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
