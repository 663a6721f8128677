import { toHex } from '#lib/encoding/bytes.ts';
import { listOf, type Members } from '#lib/encoding/members.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { shown, textOf, timeOf } from './claim-values.ts';
import {
  type ClaimName,
  isClaimName,
  isTrustworthinessValue,
  meaningOf,
  type Tier,
  tierOf,
  worseTier,
  worstTier,
} from './trustworthiness.ts';
import type { ResultContents, ResultProblem, SubjectKey, Submod, VectorEntry } from './types.ts';

/** Parts of one result that are read. */
export const MAX_SUBMODS = 1000;

/** What goes wrong while claims are read. */
export interface Notes {
  readonly problems: ResultProblem[];
  readonly warnings: Warning[];
}

/** A place for what goes wrong. */
export const newNotes = (): Notes => ({ problems: [], warnings: [] });

/** A claim that does not have its form. */
export interface BadClaim {
  readonly path: string;
  readonly wanted: string;
  readonly got: unknown;
}

/** Notes that a claim does not have its form. */
export function badClaim({ problems }: Notes, { path, wanted, got }: BadClaim): void {
  problems.push({ code: 'bad-claim', path, detail: `${path} is ${shown(got)}; wanted ${wanted}` });
}

/** Notes that a claim is missing. */
export function missingClaim({ problems }: Notes, path: string): void {
  problems.push({ code: 'missing-claim', path, detail: `the claim ${path} is missing` });
}

/** What the claims that JWT and EAT have in common say. */
export type CommonContents = Pick<ResultContents, 'issuer' | 'issuedAt' | 'notBefore' | 'expiresAt' | 'nonces'>;

/** @spec RFC 7519 section 4.1; RFC 9711 section 4.1 */
export function readCommon(claims: Members, notes: Notes): CommonContents {
  const time = (name: string): string | null => {
    const written = claims[name];
    if (written === undefined) return null;
    const read = timeOf(written);
    if (read === null) badClaim(notes, { path: name, wanted: 'whole seconds since 1970', got: written });
    return read;
  };
  return {
    issuer: textOf(claims.iss),
    issuedAt: time('iat'),
    notBefore: time('nbf'),
    expiresAt: time('exp'),
    nonces: noncesOf(claims.eat_nonce ?? claims.nonce),
  };
}

function noncesOf(written: unknown): readonly string[] {
  return (Array.isArray(written) ? written : [written]).flatMap((nonce) => textOf(nonce) ?? []).slice(0, 100);
}

/** What an adapter derives by itself: a claim of the result, and what it means for trust. */
export function derived(entry: Omit<VectorEntry, 'tier'> & { readonly name: ClaimName }): VectorEntry {
  return { ...entry, tier: tierOf(entry.value) };
}

/**
 * The entries of a vector as it is written; 0 says nothing and is left out.
 * @spec draft-ietf-rats-ar4si section 2.3; draft-ietf-rats-ear section 3.2
 */
export function readVector(written: Members, { path, notes }: { readonly path: string; readonly notes: Notes }): readonly VectorEntry[] {
  return Object.entries(written).flatMap(([key, value]): readonly VectorEntry[] => {
    const from = `${path}.${key}`;
    if (!isTrustworthinessValue(value)) {
      badClaim(notes, { path: from, wanted: 'a whole number from -128 to 127', got: value });
      return [];
    }
    if (value === 0) return [];
    const name = key.replaceAll('_', '-');
    const reason = isClaimName(name) ? meaningOf(name, value) : `a claim that the standard does not define; it acts as ${tierOf(value)}`;
    return [{ name, value, tier: tierOf(value), reason, from }];
  });
}

/** The worst entry of each name, in the order in which the names come. */
export function worstByName(entries: readonly VectorEntry[]): readonly VectorEntry[] {
  const worst = new Map<string, VectorEntry>();
  for (const entry of entries) {
    const known = worst.get(entry.name);
    if (known === undefined || (entry.tier !== known.tier && worseTier(known.tier, entry.tier) === entry.tier))
      worst.set(entry.name, entry);
  }
  return [...worst.values()];
}

/** A part, with its status worked out anew: what is stated is never trusted beyond the vector. */
export function submodOf(part: Omit<Submod, 'status'>): Submod {
  const entries = part.vector.map(({ tier }) => tier);
  const tiers: readonly Tier[] = part.stated === null ? entries : [part.stated, ...entries];
  return { ...part, status: worstTier(tiers) };
}

/** The identity claims of EAT, and the attestation key that Veraison puts beside a verdict. */
export function ueidOf({ ueid }: Members): readonly SubjectKey[] {
  const text = textOf(ueid);
  return text === null || text.length > 100 ? [] : [{ kind: 'ueid', value: toHex(new Uint8Array(Buffer.from(text, 'base64url'))) }];
}

/** A key by its numbers, so that it is the same key in any certificate. */
export function attestationKeyOf(subjectPublicKeyInfo: Uint8Array): readonly SubjectKey[] {
  const digest = keyDigest(subjectPublicKeyInfo);
  return digest === null ? [] : [{ kind: 'attestation-key', value: digest }];
}

/** Texts of a list or one text alone. */
export function textsOf(written: unknown): readonly string[] {
  return (Array.isArray(written) ? listOf(written) : [written]).flatMap((each) => textOf(each) ?? []).slice(0, 100);
}

/** What most adapters have nothing to say about. */
export const NOTHING_MORE = {
  verifier: null,
  profile: null,
  profileKnown: null,
  notBefore: null,
  expiresAt: null,
  nonces: [],
  stated: null,
  subjects: [],
  isFleet: false,
  newest: null,
} as const;
