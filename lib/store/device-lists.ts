import { CONNECTING } from './closure.ts';
import { type Candidates, fairCandidates } from './fair-candidates.ts';
import { type Queryable, select } from './sql.ts';

/** Lists that are looked for by one name of a device: one a day for almost three years. */
const MAX_LISTS = 1000;
/** Octets of these, so that a fold of one device among ten thousand does not read years of the other devices' rows. */
export const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** The newest lists that speak of devices with these keys, by key; of several submitters in turns. */
export const listsAbout = (
  db: Queryable,
  { keys, knownAt }: { readonly keys: readonly string[]; readonly knownAt: string | undefined },
): Promise<ReadonlyMap<string, Candidates>> =>
  fairCandidates(db, { keys, knownAt, strengths: ['listed'], maxTried: MAX_LISTS, maxBytes: MAX_LIST_BYTES });

/** Those of these keys by which a list speaks of a device. */
export async function keysListed(db: Queryable, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await select<{ key: string }>(db, "SELECT DISTINCT key FROM link_key WHERE key = ANY($1) AND strength = 'listed'", [keys]);
  return new Set(rows.map(({ key }) => key));
}

/** Those of these artifacts that are lists. */
export async function listsAmong(db: Queryable, artifacts: readonly string[]): Promise<readonly string[]> {
  const sql = `SELECT sha256 FROM unnest($1::text[]) AS asked(sha256)
    WHERE EXISTS (SELECT 1 FROM link_key k WHERE k.sha256 = asked.sha256 AND k.strength = 'listed')`;
  return (await select<{ sha256: string }>(db, sql, [artifacts])).map(({ sha256 }) => sha256);
}

interface PageOf {
  readonly after: string;
  readonly limit: number;
}

/** Artifacts of the devices that these lists speak of, after one, in order. */
export async function artifactsListed(db: Queryable, lists: readonly string[], { after, limit }: PageOf): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT k.sha256 FROM link_key l JOIN link_key k ON k.key = l.key AND k.strength IN ${CONNECTING}
     WHERE l.sha256 = ANY($1) AND l.strength = 'listed' AND k.sha256 > $2 ORDER BY k.sha256 LIMIT ${limit}`,
    [lists, after],
  );
  return rows.map(({ sha256 }) => sha256);
}
