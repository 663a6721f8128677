import { type Queryable, select } from './sql.ts';

/** An artifact that nobody verified yet. */
export interface Candidate {
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  /** When it was first received. */
  readonly receivedAt: Date;
}

/** What may be tried under one key. */
export interface Candidates {
  readonly artifacts: readonly Candidate[];
  /** Whether more were handed in than may be tried. */
  readonly isCut: boolean;
}

export interface CandidateQuestion {
  readonly keys: readonly string[];
  /** Kinds of keys. */
  readonly strengths: readonly string[];
  /** Only what was received until then; undefined for all. */
  readonly knownAt: string | undefined;
  /** For one key. */
  readonly maxTried: number;
  readonly maxBytes: number;
}

/**
 * Artifacts under these keys, up to the limits. Submitters take turns, each with what came last: while there are too many, what one
 * submitter forges keeps nobody from what another one handed in.
 */
export async function fairCandidates(db: Queryable, question: CandidateQuestion): Promise<ReadonlyMap<string, Candidates>> {
  const { keys, strengths, knownAt, maxTried, maxBytes } = question;
  if (keys.length === 0) return new Map();
  const rows = await select<Candidate & { readonly key: string; readonly total: number }>(
    db,
    `SELECT wanted.key, found.sha256, found.size, found.created_at AS "receivedAt", found.total
     FROM unnest($1::text[]) AS wanted(key) CROSS JOIN LATERAL (
       SELECT * FROM (
         SELECT sha256, size, created_at, (count(*) OVER ())::int AS total,
           row_number() OVER fair AS place, sum(size) OVER fair AS octets FROM (
           SELECT sha256, size, created_at, min(turn) AS turn FROM (
             SELECT a.sha256, a.size, a.created_at, row_number() OVER (PARTITION BY s.submitted_by ORDER BY a.created_at DESC, a.sha256) AS turn
             FROM (SELECT DISTINCT sha256 FROM link_key WHERE key = wanted.key AND strength = ANY($2::text[])) k
               JOIN artifact a ON a.sha256 = k.sha256
               CROSS JOIN LATERAL (SELECT DISTINCT submitted_by FROM submission WHERE sha256 = a.sha256) s
             WHERE $3::timestamptz IS NULL OR a.created_at <= $3
           ) handed_in GROUP BY sha256, size, created_at
         ) taken WINDOW fair AS (ORDER BY turn, created_at DESC, sha256)
       ) ranked WHERE place <= $4 AND octets <= $5
     ) found ORDER BY wanted.key, found.place`,
    [keys, strengths, knownAt ?? null, maxTried, maxBytes],
  );
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, found]) => {
      const artifacts = found.map(({ sha256, size, receivedAt }) => ({ sha256, size, receivedAt }));
      return [key, { artifacts, isCut: found.some(({ total }) => total > found.length) }];
    }),
  );
}
