import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { canonicalJson, type Json } from '#lib/encoding/canonical-json.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { signCoseSign1 } from './cose-sign1.ts';
import { CLAIM_NAMES, type ClaimName, isClaimName, type Tier, tierOf, worstTier } from './trustworthiness.ts';

/**
 * The profile that Assay writes results by: that of the newest draft, whose claims have names with underscores. Deployed readers that
 * know the older names alone tell it by this.
 * @spec draft-ietf-rats-ear section 3
 */
export const EAR_PROFILE = 'tag:ietf.org,2026:rats/ear#03';

/** What is said of one part of the attester. */
export interface EarAppraisal {
  /** Such as `TPM`. */
  readonly name: string;
  readonly status: Tier;
  readonly vector: readonly { readonly name: string; readonly value: number }[];
  /** Identifiers of the policies that it was appraised by. */
  readonly policies: readonly string[];
  /** The key that signed the evidence, as SubjectPublicKeyInfo; null to leave it out. */
  readonly attestationKey: Uint8Array | null;
}

/** A result before it is signed. */
export interface EarStatement {
  /** Who made the verifier, and which program it is. @spec draft-ietf-rats-ear section 3.3 */
  readonly verifier: { readonly developer: string; readonly build: string };
  /** ISO 8601. */
  readonly issuedAt: string;
  /** Null: the result doesn't expire by itself. */
  readonly expiresAt: string | null;
  /** Of the relying party that asked; 8 to 64 octets, null where none did. */
  readonly nonce: Uint8Array | null;
  /** One at least. */
  readonly appraisals: readonly EarAppraisal[];
}

/** Algorithms that results are signed by, as JOSE and COSE name them. @spec RFC 7518 section 3.1; RFC 9053 section 2 */
const COSE_ALGORITHMS = { ES256: -7, ES384: -35, EdDSA: -8 } as const;

/** Whoever signs. The key stays where it is. */
export interface EarSigner {
  readonly algorithm: keyof typeof COSE_ALGORITHMS;
  readonly keyId: string;
  /** Signs octets; for ECDSA r and s in fixed length. */
  readonly sign: (octets: Uint8Array) => Uint8Array;
}

/**
 * A signed result as JWT. The same statement gives the same claims, octet by octet.
 * @throws RangeError for a statement that can't be one: no part, a nonce of another length, a time that isn't one
 * @spec   draft-ietf-rats-ear section 3; RFC 7515 section 3.1
 */
export function encodeEarJwt(statement: EarStatement, { algorithm, keyId, sign }: EarSigner): string {
  refuseUnsayable(statement);
  const header = base64url(encodeUtf8(canonicalJson({ alg: algorithm, kid: keyId, typ: 'JWT' })));
  const signed = `${header}.${base64url(encodeUtf8(canonicalJson(jsonClaims(statement))))}`;
  return `${signed}.${base64url(sign(encodeUtf8(signed)))}`;
}

/**
 * The same as CWT, in the deterministic encoding, with the tags of CWT and COSE_Sign1.
 * @throws RangeError as encodeEarJwt
 * @spec   draft-ietf-rats-ear section 9; RFC 8392 section 7.1
 */
export function encodeEarCwt(statement: EarStatement, { algorithm, keyId, sign }: EarSigner): Uint8Array {
  refuseUnsayable(statement);
  const message = signCoseSign1({
    protectedHeader: new Map<number, CborWritable>([
      [1, COSE_ALGORITHMS[algorithm]],
      [4, encodeUtf8(keyId)],
    ]),
    payload: encodeCbor(cborClaims(statement)),
    sign,
  });
  return new Uint8Array([...CWT_TAG, ...message]);
}

const CWT_TAG = [0xd8, 61];
const [MIN_NONCE, MAX_NONCE] = [8, 64];
const base64url = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');

function refuseUnsayable({ appraisals, nonce }: EarStatement): void {
  if (appraisals.length === 0) throw new RangeError('a result says something of one part at least');
  if (new Set(appraisals.map(({ name }) => name)).size < appraisals.length) throw new RangeError('two parts have one name');
  if (nonce !== null && (nonce.length < MIN_NONCE || nonce.length > MAX_NONCE)) {
    throw new RangeError(`a nonce of ${nonce.length} octets; ${MIN_NONCE} to ${MAX_NONCE} are possible`);
  }
}

/** Whole seconds: a NumericDate with a fraction is an error in this profile. @spec draft-ietf-rats-ear section 3.1 */
function secondsOf(time: string): number {
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds)) throw new RangeError(`${JSON.stringify(time)} is no time`);
  return Math.floor(milliseconds / 1000);
}

/** What is written is never better than the worst entry: a reader recomputes it, and finds a lie otherwise. */
const writtenStatus = ({ status, vector }: EarAppraisal): Tier => worstTier([status, ...vector.map(({ value }) => tierOf(value))]);

/** Claims of the standard alone, and none that says nothing. */
function entriesOf({ vector }: EarAppraisal): readonly { readonly name: ClaimName; readonly value: number }[] {
  return vector.flatMap(({ name, value }) => (isClaimName(name) && value !== 0 ? [{ name, value }] : []));
}

function jsonClaims({ verifier, issuedAt, expiresAt, nonce, appraisals }: EarStatement): Json {
  return {
    eat_profile: EAR_PROFILE,
    iat: secondsOf(issuedAt),
    exp: expiresAt === null ? undefined : secondsOf(expiresAt),
    eat_nonce: nonce === null ? undefined : base64url(nonce),
    ear_verifier_id: { developer: verifier.developer, build: verifier.build },
    ear_status: worstTier(appraisals.map(writtenStatus)),
    submods: Object.fromEntries(appraisals.map((appraisal) => [appraisal.name, jsonAppraisal(appraisal)])),
  };
}

function jsonAppraisal(appraisal: EarAppraisal): Json {
  const { policies, attestationKey } = appraisal;
  const entries = entriesOf(appraisal);
  return {
    ear_status: writtenStatus(appraisal),
    ear_trustworthiness_vector: entries.length === 0 ? undefined : Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    ear_appraisal_policy_ids: policies.length === 0 ? undefined : policies,
    ear_veraison_key_attestation: attestationKey === null ? undefined : { akpub: base64url(attestationKey) },
  };
}

/** Numbers of the tiers. @spec draft-ietf-rats-ear section 3.1 */
const TIER_NUMBERS: Readonly<Record<Tier, number>> = { none: 0, affirming: 2, warning: 32, contraindicated: 96 };

type Pairs = readonly (readonly [number, CborWritable | null])[];

/** Members that are there. */
function mapOf(pairs: Pairs): ReadonlyMap<number, CborWritable> {
  return new Map(pairs.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

function cborClaims({ verifier, issuedAt, expiresAt, nonce, appraisals }: EarStatement): CborWritable {
  return mapOf([
    [265, EAR_PROFILE],
    [6, secondsOf(issuedAt)],
    [4, expiresAt === null ? null : secondsOf(expiresAt)],
    [10, nonce],
    [1004, new Map([[0, verifier.developer] as const, [1, verifier.build] as const])],
    [1000, TIER_NUMBERS[worstTier(appraisals.map(writtenStatus))]],
    [266, new Map(appraisals.map((appraisal) => [appraisal.name, cborAppraisal(appraisal)] as const))],
  ]);
}

function cborAppraisal(appraisal: EarAppraisal): CborWritable {
  const { policies, attestationKey } = appraisal;
  const entries = entriesOf(appraisal).map(({ name, value }) => [CLAIM_NAMES.indexOf(name), value] as const);
  return mapOf([
    [1000, TIER_NUMBERS[writtenStatus(appraisal)]],
    [1001, entries.length === 0 ? null : new Map(entries)],
    [1003, policies.length === 0 ? null : policies],
    [-70002, attestationKey === null ? null : new Map([[0, attestationKey]])],
  ]);
}
