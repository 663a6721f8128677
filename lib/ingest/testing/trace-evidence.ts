import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { Json } from '#lib/encoding/canonical-json.ts';

/** What `assay trace --json` prints over downloaded evidence, unzipped into a folder that is gone afterwards. */
export async function traceEvidence(
  zip: Buffer,
): Promise<{ readonly asked: Json; readonly devices: readonly Json[]; readonly unlinked: readonly Json[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-evidence-'));
  try {
    await unzip(zip, folder);
    return JSON.parse(await trace(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function unzip(zip: Buffer, folder: string): Promise<void> {
  const archive = await fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const path = join(folder, entry.fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await buffer(await archive.openReadStreamPromise(entry)));
  }
}

/** 1 means findings, 2 a file that can't be read; histories have both. */
const TOLD = [1, 2];

/** As a process of its own, as whoever downloaded the evidence runs it. */
function trace(folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['lib/cli/main.ts', 'trace', folder, '--json'], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null && (!TOLD.includes(Number(error.code)) || stdout === '')) reject(new Error(stderr));
      else resolve(stdout);
    });
  });
}
