import type { CheckStatus } from '#lib/encoding/check.ts';
import { effectiveFrom, isOlderThan, type Standing } from './revocation-standing.ts';
import type { CertificateStanding, RevocationCheck, RevocationNews, Revoked } from './revocation-types.ts';
import { sourceText, type Word } from './revocation-words.ts';

/** What is known about one certificate, and every word that it comes from, in order of receipt. */
export interface JudgedStanding {
  readonly text: string;
  readonly standing: Standing;
  readonly words: readonly Word[];
}

interface Times {
  readonly provenAt: string;
  readonly now: string;
}

const SPEC = 'RFC 5280 section 6.3';

/** Nobody looked: there is nothing to look at, or no path that would say whose word counts. */
export const NOT_CHECKED: RevocationCheck = {
  id: 'revocation',
  status: 'unknown',
  detail: 'revocation not checked',
  spec: SPEC,
  code: 'not-checked',
  standings: [],
  news: [],
};

/** The check that standings make together, from the document upwards. An empty path owes nothing: it is an anchor. */
export function checkOfStandings(judged: readonly JudgedStanding[], times: Times): Omit<RevocationCheck, 'news'> {
  const standings = judged.map((each) => certificateStanding(each, times));
  const because = [...new Set(standings.flatMap(({ artifact }) => artifact ?? []))].sort();
  const changesAt = judged.flatMap((each) => changesOf(each, times.now)).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const change = changesAt === undefined ? {} : { changesAt };
  // What strangers hand in must leave no trace, not even that it was looked at.
  if (standings.every(({ kind, detail }) => kind === 'not-checked' && detail === NOT_CHECKED.detail)) return { ...NOT_CHECKED, ...change };
  const code = CODES.find((kind) => standings.some((standing) => standing.kind === kind)) ?? 'not-checked';
  return {
    id: 'revocation',
    status: statusOf(standings, judged, times),
    detail: standings.map(({ certificate, detail }) => `${certificate}: ${detail}`).join('; '),
    spec: SPEC,
    code,
    standings,
    ...(because.length === 0 ? {} : { because }),
    ...change,
  };
}

/** The first that occurs tells the case. */
const CODES = ['revoked', 'on-hold', 'outdated', 'not-checked', 'revoked-later', 'good'] as const;

function statusOf(standings: readonly CertificateStanding[], judged: readonly JudgedStanding[], { provenAt }: Times): CheckStatus {
  if (standings.some(({ kind }) => kind === 'revoked')) return 'fail';
  // Put on hold before it was received: then it was not in order when it came. After: its issuer has not decided yet.
  if (judged.some(({ standing }) => standing.kind === 'on-hold' && !isOlderThan(provenAt, standing.entry))) return 'fail';
  return standings.length > 0 && standings.every(({ kind }) => kind === 'good' || kind === 'revoked-later') ? 'pass' : 'unknown';
}

function certificateStanding({ text, standing }: JudgedStanding, { provenAt }: Times): CertificateStanding {
  const told = { certificate: text, entry: null } as const;
  switch (standing.kind) {
    case 'not-checked':
      return { ...told, kind: 'not-checked', detail: notChecked(standing.why), artifact: null };
    case 'good':
    case 'outdated': {
      const { word, until } = standing;
      const end = standing.kind === 'good' ? `in date until ${until}` : `which was in date until ${until} only`;
      const detail = `good as of ${word.at} by ${sourceText(word.source)}, ${end}`;
      return { ...told, kind: standing.kind, detail, artifact: word.source.artifact };
    }
    case 'revoked':
    case 'on-hold': {
      const { word, entry } = standing;
      const isOlder = isOlderThan(provenAt, entry);
      const kind = standing.kind === 'revoked' && isOlder ? 'revoked-later' : standing.kind;
      const detail = `${entryText(entry)}, by ${sourceText(word.source)}; ${effectText({ kind, isOlder, provenAt, entry })}`;
      return { ...told, kind, detail, entry, artifact: word.source.artifact };
    }
    default:
      return standing satisfies never;
  }
}

const notChecked = (why: string | null): string => (why === null ? NOT_CHECKED.detail : `${NOT_CHECKED.detail}: ${why}`);

/** Reasons in words; RFC 5280 names them as identifiers. */
export const REASON_TEXTS: Readonly<Record<Revoked['reason'], string>> = {
  unspecified: 'no reason given',
  keyCompromise: 'key compromise',
  cACompromise: "compromise of the authority's key",
  affiliationChanged: 'affiliation changed',
  superseded: 'superseded',
  cessationOfOperation: 'cessation of operation',
  certificateHold: 'on hold',
  unused: 'no reason given',
  removeFromCRL: 'released',
  privilegeWithdrawn: 'privilege withdrawn',
  aACompromise: "compromise of the attribute authority's key",
};

/** A revocation in words: `revoked since T (key compromise, in doubt since U)`. */
export function entryText({ revokedAt, reason, invalidSince }: Revoked): string {
  if (reason === 'certificateHold') return `on hold since ${revokedAt}`;
  return `revoked since ${revokedAt} (${REASON_TEXTS[reason]}${invalidSince === null ? '' : `, in doubt since ${invalidSince}`})`;
}

interface Effect {
  readonly kind: CertificateStanding['kind'];
  readonly isOlder: boolean;
  readonly provenAt: string;
  readonly entry: Revoked;
}

function effectText({ kind, isOlder, provenAt, entry }: Effect): string {
  if (kind === 'on-hold' && isOlder) return 'its issuer has neither released nor revoked it yet';
  if (isOlder) return `what was first received before, at ${provenAt}, still counts`;
  return `what was first received at ${provenAt} is not proven older than ${effectiveFrom(entry)}`;
}

/** When time alone changes the answer: a good word goes out of date, or what is dated later begins to count. */
function changesOf({ standing, words }: JudgedStanding, now: string): readonly string[] {
  const later = words
    .flatMap((word) => ['revokedAt' in word ? word.revokedAt : word.at])
    .filter((time) => Date.parse(time) > Date.parse(now));
  return standing.kind === 'good' ? [standing.until, ...later] : later;
}

/** What the words about one certificate said anew, in order of receipt; a word that repeats the one before is no news. */
export function newsOf({ text, words }: JudgedStanding, now: string): readonly RevocationNews[] {
  const news: RevocationNews[] = [];
  for (const word of words) {
    if (word.kind === 'nothing' || Date.parse('revokedAt' in word ? word.revokedAt : word.at) > Date.parse(now)) continue;
    const entry = 'revokedAt' in word ? { revokedAt: word.revokedAt, reason: word.reason, invalidSince: word.invalidSince } : null;
    const last = news.at(-1);
    // Lists leave out what has expired; a revocation stays.
    if (last?.kind === 'revoked' && word.kind !== 'revoked') continue;
    if (last?.kind === word.kind && last.entry?.reason === entry?.reason && last.entry?.invalidSince === entry?.invalidSince) continue;
    const { artifact, receivedAt, submittedBy } = word.source;
    const told = { source: sourceText(word.source), certificate: text, kind: word.kind, entry, at: word.at };
    news.push({ artifact, receivedAt, submittedBy, ...told });
  }
  return news;
}
