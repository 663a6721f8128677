import type { Store } from './open-store.ts';
import { select } from './sql.ts';

/** Names that a form offers; what it doesn't offer can be typed. */
const MAX_NAMES = 200;

/** Manufacturers and models of the devices that are there, each spelled as one of them spells it. */
export async function knownProducts({
  pool,
}: Store): Promise<{ readonly manufacturers: readonly string[]; readonly models: readonly string[] }> {
  const names = async (column: 'manufacturer' | 'model'): Promise<readonly string[]> => {
    const rows = await select<{ name: string }>(
      pool,
      `SELECT min(${column}) AS name FROM device WHERE ${column} IS NOT NULL GROUP BY ${column}_key ORDER BY ${column}_key LIMIT ${MAX_NAMES}`,
      [],
    );
    return rows.map(({ name }) => name);
  };
  return { manufacturers: await names('manufacturer'), models: await names('model') };
}
