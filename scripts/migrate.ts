import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { withDatabase } from './open-database.ts';
import { ROOT } from './root.ts';

/** npm run migrate: brings the database up to date. `npm start` does it too. */
try {
  const applied = await withDatabase((url) => prepareDatabase(url, ROOT));
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
