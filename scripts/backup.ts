import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { dumpDatabase } from './database-dump.ts';
import { withDatabase } from './open-database.ts';

/** npm run backup -- FILE: everything that the database holds, in one file. The server may run meanwhile. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say where to: npm run backup -- FILE');
  process.exit(64);
}
const draft = `${file}.partial`;
try {
  await withDatabase((url) => pipeline(Readable.from(dumpDatabase(url, new Date())), createGzip({ level: 4 }), createWriteStream(draft, { mode: 0o600 })));
  renameSync(draft, file);
  console.log(`Backed up to ${file} (${statSync(file).size} bytes). It holds everything that was handed in, and the hashes of passwords: keep it safe.`);
} catch (error) {
  rmSync(draft, { force: true });
  console.error(`The backup was not made: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
