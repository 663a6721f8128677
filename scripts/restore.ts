import { requeueEverything } from '#lib/ingest/recheck.ts';
import { openStore } from '#lib/store/open-store.ts';
import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { restore } from '#lib/store/restore.ts';
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
try {
  await withDatabase((url) => bringBack(url, file));
} catch (error) {
  console.error(`The backup was not restored: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function bringBack(url: string, from: string): Promise<void> {
  await prepareDatabase(url, ROOT);
  const { at, tables } = await restore(url, from, { replace });
  const store = openStore(url, { connections: 4 });
  try {
    // The queue isn't in the backup: what waited in it is found by its status, and waits again.
    await requeueEverything(store);
  } finally {
    await store.close();
  }
  console.log(`Restored ${tables.length} tables as they were at ${at}. The bytes of every file have the digest that names them.`);
}
