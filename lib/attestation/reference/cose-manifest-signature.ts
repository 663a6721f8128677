import { toBase64, toHex } from '#lib/encoding/bytes.ts';
import { parseCbor } from '#lib/encoding/cbor.ts';
import { type CborItem, cborMember } from '#lib/encoding/cbor-item.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { type CoseSign1, coseSignature } from '../cose-sign1.ts';
import { type TokenSignature, verifyTokenSignature } from '../token-signature.ts';
import { asMap, type CborPlace, optional } from './cbor-fields.ts';
import type { ManifestSignature } from './types.ts';
import { readTime, readValidity } from './validity.ts';

/** Header parameters of a signed manifest. @spec draft-ietf-rats-corim section 4.2; RFC 9597 */
const LABEL = { contentType: 3, meta: 8, claims: 15 } as const;
/** Those that a reader of manifests acts on, so that they may be critical. */
export const COSE_LABELS: readonly number[] = [LABEL.contentType, LABEL.meta, LABEL.claims, 33];
const CONTENT_TYPES: readonly string[] = ['application/rim+cbor', 'application/corim-unsigned+cbor'];
const SPEC = 'draft-ietf-rats-corim section 4.2';

/**
 * The signature of a manifest, verified with the key of the certificate that came with it; without one it stays open for a key at hand.
 * @spec draft-ietf-rats-corim section 4.2; RFC 9052 section 4.4
 */
export function coseManifestSignature(message: CoseSign1): ManifestSignature {
  const asked = coseSignature(message);
  const certificates = readable(message.certificates);
  const [signer] = certificates;
  const base = {
    form: 'cose',
    problems: problemsOf(message),
    certificates: certificates.map(({ der }) => toBase64(der)),
    keyIdentifiers: message.keyId === null ? [] : [toHex(message.keyId)],
    publicKey: signer === undefined ? null : toBase64(signer.subjectPublicKeyInfo),
    algorithm: message.algorithm,
  } as const;
  if (asked === null) return { ...base, status: 'unsupported', detail: 'what was signed is not in the file', weak: null, open: null };
  if (signer === undefined)
    return { ...base, status: 'unsupported', detail: 'the signature carries no certificate', weak: null, open: openOf(asked) };
  const { status, detail, weak } = verifyTokenSignature(asked, signer.subjectPublicKeyInfo);
  return { ...base, status, detail, weak, open: null };
}

function openOf({ algorithm, signed, signature }: TokenSignature): NonNullable<ManifestSignature['open']> {
  return { name: algorithm, signed: toBase64(signed), value: toBase64(signature) };
}

/** A chain of which the first can't be read names no signer; nothing else of it is looked at then. */
function readable(chain: readonly Uint8Array[]): readonly Certificate[] {
  try {
    return chain.map((der) => parseCertificate(der));
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

function problemsOf({ protectedHeader, notUnderstood }: CoseSign1): readonly string[] {
  const type = cborMember(protectedHeader, LABEL.contentType);
  const isManifest = type?.kind === 'text' && CONTENT_TYPES.includes(type.value);
  return [
    ...(isManifest ? [] : [`the signed header does not say that this is a manifest (${CONTENT_TYPES.join(' or ')})`]),
    ...(notUnderstood.length === 0 ? [] : [`header parameters that must be understood are not: ${notUnderstood.join(', ')}`]),
  ];
}

/** How long a signature counts, by its header; null where it doesn't say. */
export interface SignedTimes {
  readonly notBefore: string | null;
  readonly notAfter: string | null;
}

/** @throws ParseError 'bad-value' and those of CBOR @spec draft-ietf-rats-corim section 4.2.2; RFC 8392 section 3.1 (exp, nbf) */
export function signedTimes({ protectedHeader }: CoseSign1): SignedTimes {
  const place: CborPlace = { base: 0, path: 'header', spec: SPEC };
  const meta = cborMember(protectedHeader, LABEL.meta);
  const told =
    meta === undefined ? null : optional({ map: asMap(unpacked(meta), place), key: 1, name: 'signature-validity', place }, readValidity);
  const claims = cborMember(protectedHeader, LABEL.claims);
  const member = (key: number, name: string): string | null =>
    claims === undefined ? null : optional({ map: asMap(claims, place), key, name: `claims.${name}`, place }, readTime);
  const [expires, begins] = [member(4, 'exp'), member(5, 'nbf')];
  const times = (values: readonly (string | null | undefined)[]): readonly string[] => values.flatMap((time) => time ?? []).sort();
  return { notBefore: times([told?.notBefore, begins]).at(-1) ?? null, notAfter: times([told?.notAfter, expires])[0] ?? null };
}

/** The meta map stands in a byte string. */
const unpacked = (item: CborItem): CborItem => (item.kind === 'bytes' ? parseCbor(item.value) : item);
