import { existsSync } from 'node:fs';
import { backUp } from '#lib/store/backup.ts';
import { withDatabase } from './open-database.ts';

/** npm run backup -- FILE: everything that the database holds, in one file. The server may run meanwhile. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say where to: npm run backup -- FILE');
  process.exit(64);
}
if (existsSync(file)) {
  console.error(
    `The backup was not made: ${file} is there already, and nothing is written over. Name another file, or move that one away.`,
  );
  process.exit(1);
}
try {
  const { tables } = await withDatabase((url) => backUp(url, file, new Date()));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`Backed up ${rows} rows of ${tables.length} tables to ${file}.`);
  console.log('It holds every file that was handed in, and the hashes of passwords: keep it safe.');
} catch (error) {
  console.error(`The backup was not made: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
