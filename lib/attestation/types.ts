import type { Warning } from '#lib/encoding/parse-error.ts';
import type { Tier } from './trustworthiness.ts';

/** Who writes results in which form. */
export type ResultFormat =
  | 'ear'
  | 'eat'
  | 'azure-attestation'
  | 'intel-trust-authority'
  | 'google-cloud-attestation'
  | 'nvidia-nras'
  | 'keylime-agent'
  | 'keylime-attestations'
  | 'keylime-revocation'
  | 'hirs';

/** What carries the claims. */
export type ResultCarrier = 'jwt' | 'cwt' | 'jwt-list' | 'json' | 'csv';

/** One statement of the trustworthiness vector, and what it rests on. */
export interface VectorEntry {
  /** Such as `hardware`; one that the standard doesn't have counts by its value all the same. */
  readonly name: string;
  /** -128 to 127, never 0: that would be no statement. */
  readonly value: number;
  readonly tier: Tier;
  /** In words: what the value says, or why Assay derived it. */
  readonly reason: string;
  /** The claim that it rests on, as the result names it. */
  readonly from: string;
}

/** The verdict on one part of the attester. */
export interface Submod {
  readonly name: string;
  /** The worse of what is stated and the worst entry of the vector. */
  readonly status: Tier;
  /** What the result itself says; null where it says nothing, so that the status comes from the vector alone. */
  readonly stated: Tier | null;
  readonly vector: readonly VectorEntry[];
  /** The policy that it was appraised by, as the result names it. */
  readonly policies: readonly string[];
  /** All claims of the part, as received. */
  readonly claims: unknown;
  /** Of a list of many devices: by what the part says which of them it is about. */
  readonly about?: readonly SubjectKey[];
  /** Of such a list: when this one was judged, ISO 8601, UTC; null where it doesn't say. */
  readonly at?: string | null;
}

/** By what a result says which device it is about. Anybody can write these, so that each is a weak key at most. */
export interface SubjectKey {
  readonly kind: 'ueid' | 'attestation-key' | 'system-uuid' | 'agent-id' | 'hardware-id' | 'host-name';
  /** Hexadecimal in lower case; of an attestation key its digest; of a host its name as written. At most 100 characters. */
  readonly value: string;
}

/** A signature over the result or over a part of it, kept to be verified whenever keys change. */
export interface ResultSeal {
  /** What it covers: empty for the whole, else the name of the part. */
  readonly part: string;
  /** As JOSE names it; `keylime-pss` for Keylime's own. */
  readonly algorithm: string;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly keyId: string | null;
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[];
  /** Members of the header that name a key or its place: told, never followed. */
  readonly keySources: readonly string[];
  /** Parameters that must be understood and aren't. */
  readonly notUnderstood: readonly string[];
}

/** A token inside a token: who signed it is asked apart, and what it says moves no status. */
export interface NestedToken {
  /** The part that it stands for. */
  readonly part: string;
  readonly issuer: string | null;
  readonly seal: ResultSeal | null;
  /** Why it can't be read; null where it can. */
  readonly unread: string | null;
  /** Why its form proves nothing, whatever the key; absent where it may. */
  readonly refused?: string;
  /** ISO 8601, UTC. */
  readonly issuedAt: string | null;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly vector: readonly VectorEntry[];
}

/** Something in which a result breaks the rules of its format. */
export interface ResultProblem {
  readonly code: 'missing-claim' | 'bad-claim' | 'part-does-not-fit';
  readonly detail: string;
  readonly path: string;
}

/** What an adapter reads out of a result's claims. */
export interface ResultContents {
  /** Who says so: the issuer claim, else the developer of the verifier. */
  readonly issuer: string | null;
  /** Name and build of the verifier's program, where the result tells. */
  readonly verifier: string | null;
  /** The profile that it is written by; null where its format has none. */
  readonly profile: string | null;
  /** Null where the format has no profile. */
  readonly profileKnown: boolean | null;
  /** ISO 8601, UTC. */
  readonly issuedAt: string | null;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly nonces: readonly string[];
  /** What it says of the attester as a whole; null where it says nothing. */
  readonly stated: Tier | null;
  readonly submods: readonly Submod[];
  /** Tokens among the parts. */
  readonly nested?: readonly NestedToken[];
  readonly subjects: readonly SubjectKey[];
  /** True for a list of many devices: each part is about another one. */
  readonly isFleet: boolean;
  /** Of a list of results, each of which replaces the one before: the newest one's status. Null where all parts count together. */
  readonly newest: Tier | null;
  readonly problems: readonly ResultProblem[];
  /** What is legal and should be seen. */
  readonly warnings: readonly Warning[];
}

/** What another verifier concluded about an attester (RFC 9334, Attestation Result). */
export interface AttestationResult extends Omit<ResultContents, 'newest'> {
  readonly kind: 'attestation-result';
  readonly format: ResultFormat;
  readonly carrier: ResultCarrier;
  /** The worst of all parts and of what is stated of the whole. */
  readonly status: Tier;
  /** Empty for a form that nobody signs. */
  readonly seals: readonly ResultSeal[];
  /** All claims, as received. */
  readonly claims: unknown;
}
