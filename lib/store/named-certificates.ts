import { type Candidates, fairCandidates } from './fair-candidates.ts';
import { type Queryable, select } from './sql.ts';

/** Files that are tried for one name, genuine or not: a certificate has one, and a copy as text. */
const MAX_TRIED = 32;
/** Octets of the files that are tried for one name. */
const MAX_TRIED_BYTES = 16 * 1024 * 1024;
/** Kinds of the keys that a certificate itself has, by which others name it. */
const CARRIED: readonly string[] = ['strong', 'signature'];

/** The keys of other certificates that these artifacts name, by the artifact that names them. */
export async function namesIn(db: Queryable, artifacts: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const sql = "SELECT DISTINCT sha256, key FROM link_key WHERE sha256 = ANY($1) AND strength = 'names'";
  const rows = await select<{ sha256: string; key: string }>(db, sql, [artifacts]);
  return new Map([...Map.groupBy(rows, ({ sha256 }) => sha256)].map(([sha256, own]) => [sha256, own.map(({ key }) => key)]));
}

/** Artifacts with certificates that have these keys, up to the limits; nobody verified them yet. */
export const certificatesNamed = (
  db: Queryable,
  { keys, knownAt }: { readonly keys: readonly string[]; readonly knownAt: string | undefined },
): Promise<ReadonlyMap<string, Candidates>> =>
  fairCandidates(db, { keys, knownAt, strengths: CARRIED, maxTried: MAX_TRIED, maxBytes: MAX_TRIED_BYTES });

interface PageOf {
  readonly after: string;
  readonly limit: number;
}

/** Artifacts that name certificates with these keys, after one, in order. */
export async function artifactsNaming(db: Queryable, keys: readonly string[], { after, limit }: PageOf): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT sha256 FROM link_key WHERE key = ANY($1) AND strength = 'names' AND sha256 > $2 ORDER BY sha256 LIMIT ${limit}`,
    [keys, after],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Artifacts that name certificates of these issuers, after one, in order. */
export async function artifactsNamingIssued(
  db: Queryable,
  issuers: readonly string[],
  { after, limit }: PageOf,
): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT n.sha256 FROM link_key n
       JOIN link_key k ON k.key = n.key AND k.strength = ANY($2::text[])
       JOIN link_key i ON i.sha256 = k.sha256 AND i.document_id = k.document_id AND i.strength = 'issuer' AND i.key = ANY($1)
     WHERE n.strength = 'names' AND n.sha256 > $3 ORDER BY n.sha256 LIMIT ${limit}`,
    [issuers, CARRIED, after],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Artifacts that name certificates which are in these. */
export async function artifactsNamingThese(db: Queryable, artifacts: readonly string[]): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT n.sha256 FROM link_key k JOIN link_key n ON n.key = k.key AND n.strength = 'names'
     WHERE k.sha256 = ANY($1) AND k.strength = ANY($2::text[])`,
    [artifacts, CARRIED],
  );
  return rows.map(({ sha256 }) => sha256);
}
