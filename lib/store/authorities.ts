import { type Queryable, select } from './sql.ts';

/** Certificates of authorities that were handed in, and which documents name them, directly or through others. */
export interface Authorities {
  /** Artifacts with certificates of authorities above these artifacts, without those artifacts themselves. */
  readonly above: (artifacts: readonly string[]) => readonly string[];
}

interface Edge {
  readonly key: string;
  readonly sha256: string;
}

/** Artifacts with certificates that one closure may bring in; whoever hands in more of one name gains nothing. */
const MAX_AUTHORITIES = 500;

/** Looks up, for many closures at once, the authorities that their certificates name as issuers. */
export async function authoritiesAbove(db: Queryable, artifacts: readonly string[]): Promise<Authorities> {
  const issuers = await select<Edge>(db, "SELECT key, sha256 FROM link_key WHERE sha256 = ANY($1) AND strength = 'issuer'", [artifacts]);
  const found = await authoritiesUpFrom(db, [...new Set(issuers.map(({ key }) => key))]);
  const issuersOf = groupBy(issuers, ({ sha256 }) => sha256);
  const certificatesOf = groupBy(found, ({ key }) => key);
  return { above: (own) => walkUp(own, { issuersOf, certificatesOf }) };
}

/** Artifacts with certificates of the authorities of these names, and of those above them. @param names  as `nameIndexKey` makes them */
export async function authoritiesOfNames(db: Queryable, names: readonly string[]): Promise<readonly string[]> {
  return [...new Set((await authoritiesUpFrom(db, names)).map(({ sha256 }) => sha256))].sort();
}

type Above = Edge & { readonly issuer: string };

function authoritiesUpFrom(db: Queryable, names: readonly string[]): Promise<readonly Above[]> {
  return select<Above>(
    db,
    `WITH RECURSIVE up(key, sha256, document_id, issuer) AS (
       SELECT s.key, s.sha256, s.document_id, i.key FROM link_key s
         JOIN link_key i ON i.sha256 = s.sha256 AND i.document_id = s.document_id AND i.strength = 'issuer'
         WHERE s.key = ANY($1::text[]) AND s.strength = 'subject'
       UNION
       SELECT s.key, s.sha256, s.document_id, i.key FROM up JOIN link_key s ON s.key = up.issuer AND s.strength = 'subject'
         JOIN link_key i ON i.sha256 = s.sha256 AND i.document_id = s.document_id AND i.strength = 'issuer'
     ) SELECT key, sha256, issuer FROM up LIMIT ${MAX_AUTHORITIES}`,
    [names],
  );
}

interface Walk {
  readonly issuersOf: ReadonlyMap<string, readonly Edge[]>;
  readonly certificatesOf: ReadonlyMap<string, readonly Above[]>;
}

function walkUp(own: readonly string[], { issuersOf, certificatesOf }: Walk): readonly string[] {
  const found = new Set<string>();
  const names = new Set(own.flatMap((sha256) => (issuersOf.get(sha256) ?? []).map(({ key }) => key)));
  // A set grows while it is walked through, so that every name is followed once.
  for (const name of names) {
    for (const { sha256, issuer } of certificatesOf.get(name) ?? []) {
      found.add(sha256);
      names.add(issuer);
    }
  }
  for (const sha256 of own) found.delete(sha256);
  return [...found].sort();
}

/** Names of all authorities below these: whoever trusts one anew may trust what the others issued. */
export async function namesBelow(db: Queryable, names: readonly string[]): Promise<readonly string[]> {
  const rows = await select<{ key: string }>(
    db,
    `WITH RECURSIVE down(key) AS (
       SELECT unnest($1::text[])
       UNION
       SELECT s.key FROM down JOIN link_key i ON i.key = down.key AND i.strength = 'issuer'
         JOIN link_key s ON s.sha256 = i.sha256 AND s.document_id = i.document_id AND s.strength = 'subject'
     ) SELECT key FROM down LIMIT 10000`,
    [names],
  );
  return rows.map(({ key }) => key);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    groups.set(keyOf(item), group);
    group.push(item);
  }
  return groups;
}
