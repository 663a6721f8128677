import type { ReadDocument } from '#lib/artifact/types.ts';
import type { Candidate } from '#lib/store/fair-candidates.ts';
import { keysOfRevocation, revocationCandidates } from '#lib/store/revocation-index.ts';
import type { Queryable } from '#lib/store/sql.ts';
import type { RevocationDocument } from '#lib/x509/revocation-types.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';
import { makeVouching } from '#lib/x509/vouched-revocations.ts';
import { type DocumentCache, loadCached } from './document-cache.ts';

/** Verified lists and responses that count for one certificate or issuer: the newest. A list a day reaches it after three years. */
export const MAX_BELIEVED = 1000;
/** Octets of the verified lists and responses that count for one certificate or issuer. */
const MAX_BELIEVED_BYTES = 256 * 1024 * 1024;
/** Octets of artifacts that are at hand at once while they are tried. One may be larger. */
const PAGE_BYTES = 32 * 1024 * 1024;
const PAGE_LENGTH = 500;

/** Whose lists and responses are asked for, and by whom they are judged. */
export interface BeliefQuestion {
  /** As `revocationKeysOf` makes them. */
  readonly keys: readonly string[];
  /** Only what was received until then. */
  readonly knownAt: string | undefined;
  readonly anchors: readonly TrustAnchor[];
  /** Certificates of authorities at hand. */
  readonly intermediates: readonly Certificate[];
  readonly cache: DocumentCache | undefined;
}

/** Artifacts that say something about revocation which somebody has to believe. */
export interface BelievedRevocations {
  /** By the key that was asked for. */
  readonly artifacts: ReadonlyMap<string, readonly string[]>;
  /** Keys of which more was handed in than is tried: a revocation may be among the rest. */
  readonly cut: ReadonlySet<string>;
}

/**
 * Tries lists and responses, and gives those that a key signed for which an anchor vouches. Only they use up the limits on what
 * counts; what is forged uses up the limits on what is tried.
 */
export async function believedRevocations(db: Queryable, question: BeliefQuestion): Promise<BelievedRevocations> {
  const candidates = await revocationCandidates(db, question.keys, question.knownAt);
  const all = new Map([...candidates.values()].flatMap(({ artifacts }) => artifacts.map((each) => [each.sha256, each] as const)));
  const believed = await verifiedAmong(db, [...all.values()], question);
  const cut = new Set([...candidates].flatMap(([key, { isCut }]) => (isCut ? [key] : [])));
  return { artifacts: new Map(question.keys.map((key) => [key, newestOf(believed.get(key) ?? [])])), cut };
}

/** A list or response that was verified, and the artifact that brought it first. */
interface Believed {
  readonly id: string;
  readonly octets: number;
  /** The time of its knowledge, ISO 8601. */
  readonly at: string;
  readonly from: Candidate;
}

async function verifiedAmong(
  db: Queryable,
  candidates: readonly Candidate[],
  { cache, ...trust }: BeliefQuestion,
): Promise<ReadonlyMap<string, readonly Believed[]>> {
  const isVouched = makeVouching(trust);
  const first = new Map<string, { readonly keys: readonly string[]; readonly believed: Believed }>();
  for (const page of pagesOf(candidates)) {
    const read = await loadCached(
      db,
      page.map(({ sha256 }) => sha256),
      cache,
    );
    for (const from of page) {
      for (const document of revocationsIn(read.get(from.sha256) ?? [])) {
        const known = first.get(document.id);
        if (known === undefined ? !isVouched(document) : !isEarlier(from, known.believed.from)) continue;
        first.set(document.id, { keys: keysOfRevocation(document), believed: believedFrom(document, from) });
      }
    }
  }
  const byKey = [...first.values()].flatMap(({ keys, believed }) => [...new Set(keys)].map((key) => ({ key, believed })));
  return new Map([...Map.groupBy(byKey, ({ key }) => key)].map(([key, each]) => [key, each.map(({ believed }) => believed)]));
}

const revocationsIn = (documents: readonly ReadDocument[]): readonly RevocationDocument[] =>
  documents.flatMap(({ document }) =>
    document?.kind === 'certificate-revocation-list' || document?.kind === 'ocsp-response' ? [document] : [],
  );

function believedFrom(document: RevocationDocument, from: Candidate): Believed {
  const at = document.kind === 'certificate-revocation-list' ? document.thisUpdate : document.producedAt;
  return { id: document.id, octets: document.der.length, at, from };
}

/** The first receipt tells since when something was known. */
function isEarlier(a: Candidate, b: Candidate): boolean {
  const difference = a.receivedAt.getTime() - b.receivedAt.getTime();
  return difference < 0 || (difference === 0 && a.sha256 < b.sha256);
}

/** The newest by what they know, not by when they came: a revocation stands on every later list until its certificate expires. */
function newestOf(believed: readonly Believed[]): readonly string[] {
  const newestFirst = believed.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1));
  const artifacts = new Set<string>();
  let octets = 0;
  for (const { octets: own, from } of newestFirst.slice(0, MAX_BELIEVED)) {
    octets += own;
    if (octets > MAX_BELIEVED_BYTES) break;
    artifacts.add(from.sha256);
  }
  return [...artifacts];
}

function* pagesOf(candidates: readonly Candidate[]): Generator<readonly Candidate[]> {
  let page: Candidate[] = [];
  let octets = 0;
  for (const candidate of candidates) {
    if (page.length > 0 && (page.length === PAGE_LENGTH || octets + candidate.size > PAGE_BYTES)) {
      yield page;
      [page, octets] = [[], 0];
    }
    page.push(candidate);
    octets += candidate.size;
  }
  if (page.length > 0) yield page;
}
