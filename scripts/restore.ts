import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { loadDatabase } from './database-load.ts';
import { withDatabase } from './open-database.ts';
import { ROOT } from './root.ts';

/** npm run restore -- FILE [--replace]: what a backup holds, into the database of this installation. */
const words = process.argv.slice(2);
const replace = words.includes('--replace');
const [file] = words.filter((word) => word !== '--replace');
if (file === undefined) {
  console.error('Say from where: npm run restore -- FILE [--replace]');
  process.exit(64);
}
const from = file;
try {
  await withDatabase(async (url) => {
    await prepareDatabase(url, ROOT);
    const packed = createReadStream(from);
    const source = createGunzip();
    packed.on('error', (error) => source.destroy(error));
    packed.pipe(source);
    const { at, tables } = await loadDatabase(url, { source, replace });
    console.log(`Restored ${tables} tables as they were at ${at}. The bytes of every file have the digest that they are called by.`);
  });
} catch (error) {
  console.error(`The backup was not restored: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
