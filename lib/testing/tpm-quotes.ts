import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { concatBytes, fromHex } from '#lib/encoding/bytes.ts';
import { ALG, findTpmHash } from '#lib/tpm/algorithms.ts';
import type { PcrSelection } from '#lib/tpm/pcr-selection.ts';
import { makeKey } from './test-keys.ts';

/** Integers as a TPM writes them. */
export const be = (octets: number, value: number | bigint): Uint8Array => fromHex(value.toString(16).padStart(octets * 2, '0'));

/** A TPM2B: its size, then its octets. */
export const sized = (octets: Uint8Array): Uint8Array => concatBytes([be(2, octets.length), octets]);

/** A key that signs quotes, with the public area that a TPM would give for it. */
export interface MadeAttestationKey {
  readonly privateKey: KeyObject;
  readonly publicArea: Uint8Array;
  readonly scheme: 'rsassa' | 'rsapss' | 'ecdsa';
}

/** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, restricted, sign: what `tpm2_createak` sets. */
export const ATTESTATION_ATTRIBUTES = 0x00050072;

const SCHEMES = { rsassa: ALG.rsassa, rsapss: ALG.rsapss, ecdsa: ALG.ecdsa } as const;
const SHA256 = 0x000b;

/** Makes a key of its own each time: quotes of tests prove nothing about each other. */
export function makeAttestationKey(scheme: MadeAttestationKey['scheme'], attributes = ATTESTATION_ATTRIBUTES): MadeAttestationKey {
  const { privateKey } =
    scheme === 'ecdsa' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return attestationKeyFrom(privateKey, { scheme, attributes });
}

/** The key of a seed: the same one each time, for samples. */
export const sampleAttestationKey = (seed: string): MadeAttestationKey =>
  attestationKeyFrom(makeKey('ec-p256', seed).privateKey, { scheme: 'ecdsa' });

/** The same from a key at hand, for samples that have to be the same each time. */
export function attestationKeyFrom(
  privateKey: KeyObject,
  { scheme, attributes = ATTESTATION_ATTRIBUTES }: Pick<MadeAttestationKey, 'scheme'> & { readonly attributes?: number },
): MadeAttestationKey {
  const head = [be(2, scheme === 'ecdsa' ? ALG.ecc : ALG.rsa), be(2, SHA256), be(4, attributes), sized(new Uint8Array())];
  const common = [...head, be(2, ALG.null), be(2, SCHEMES[scheme]), be(2, SHA256)];
  return { privateKey, scheme, publicArea: sized(concatBytes([...common, ...numbersOf(createPublicKey(privateKey))])) };
}

/** The parameters and the unique field of a public area. */
export function numbersOf(publicKey: KeyObject): readonly Uint8Array[] {
  const { kty, n = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
  if (kty === 'RSA') return [be(2, octets(n).length * 8), be(4, 0), sized(octets(n))];
  return [be(2, x.length === 43 ? 0x0003 : 0x0004), be(2, ALG.null), sized(octets(x)), sized(octets(y))];
}

/** What a quote says. */
export interface QuoteContent {
  readonly nonce: Uint8Array;
  readonly selections: readonly PcrSelection[];
  readonly pcrDigest: Uint8Array;
  readonly qualifiedSigner?: Uint8Array;
  readonly clock?: bigint;
  readonly resetCount?: number;
  readonly restartCount?: number;
  readonly safe?: boolean;
}

/** A TPMS_ATTEST of a quote. */
export function makeQuote({
  nonce,
  selections,
  pcrDigest,
  qualifiedSigner = new Uint8Array(34),
  clock = 1000n,
  resetCount = 1,
  restartCount = 0,
  safe = true,
}: QuoteContent): Uint8Array {
  return concatBytes([
    fromHex('ff5443478018'),
    sized(qualifiedSigner),
    sized(nonce),
    concatBytes([be(8, clock), be(4, resetCount), be(4, restartCount), be(1, safe ? 1 : 0)]),
    be(8, 0x2019102300163636n),
    be(4, selections.length),
    ...selections.map(({ hash, pcrs }) => concatBytes([be(2, hash), be(1, 3), bitmapOf(pcrs)])),
    sized(pcrDigest),
  ]);
}

/** What a certification says. */
export interface CertificationContent {
  readonly name: Uint8Array;
  readonly qualifiedName: Uint8Array;
  readonly nonce: Uint8Array;
}

/** A TPMS_ATTEST of TPM2_Certify. */
export function makeCertification({ name, qualifiedName, nonce }: CertificationContent): Uint8Array {
  const clock = concatBytes([be(8, 1000), be(4, 1), be(4, 0), be(1, 1), be(8, 0x2019102300163636n)]);
  return concatBytes([fromHex('ff5443478017'), sized(new Uint8Array(34)), sized(nonce), clock, sized(name), sized(qualifiedName)]);
}

function bitmapOf(pcrs: readonly number[]): Uint8Array {
  const bitmap = new Uint8Array(3);
  for (const pcr of pcrs) bitmap[pcr >> 3] = (bitmap[pcr >> 3] ?? 0) | (1 << (pcr & 7));
  return bitmap;
}

/** The TPMT_SIGNATURE of a key over octets, with SHA-256 unless told otherwise. */
export function signAsTpm({ privateKey, scheme }: MadeAttestationKey, octets: Uint8Array, hash = SHA256): Uint8Array {
  const name = findTpmHash(hash)?.name;
  const head = [be(2, SCHEMES[scheme]), be(2, hash)];
  if (scheme === 'ecdsa') {
    const value = sign(name, octets, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return concatBytes([...head, sized(value.subarray(0, value.length / 2)), sized(value.subarray(value.length / 2))]);
  }
  const padding = scheme === 'rsapss' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return concatBytes([...head, sized(sign(name, octets, { key: privateKey, padding }))]);
}
