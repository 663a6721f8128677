import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, type SampleFolder } from './sample-folder.ts';

/** Writes the files of a sample below a folder, all but what is expected of it. */
export function writeSample(folder: string, sample: SampleFolder): void {
  for (const [name, bytes] of filesOf(sample)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
