import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { be, makeAttestationKey, makeQuote, signAsTpm, sized } from '#lib/testing/tpm-quotes.ts';
import { tpmDigest } from './algorithms.ts';
import { parseAttest } from './attest.ts';
import { parseTpmQuote } from './parse.ts';
import { pcrDigestOf } from './pcr-values.ts';
import {
  attestationKeyFlaws,
  HIERARCHY,
  nameOf,
  OBJECT_ATTRIBUTE,
  parsePublicArea,
  qualifiedNameOf,
  subjectPublicKeyInfoOf,
} from './public-area.ts';
import { parseTpmSignature } from './signature.ts';
import { verifyTpmSignature } from './verify-signature.ts';

const [SHA1, SHA256, SHA384] = [0x0004, 0x000b, 0x000c];
const selections = [{ hash: SHA256, pcrs: [0, 7, 23] }];
const pcrDigest = tpmDigest('sha256', encodeUtf8('values'));
const nonce = new Uint8Array(32).fill(7);
const quote = makeQuote({ nonce, selections, pcrDigest, resetCount: 5, restartCount: 2, clock: 2n ** 60n, safe: false });

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof ParseError && typeof error.offset === 'number') return error.code;
    throw error;
  }
};

test('a quote is read field by field', () => {
  const { extraData, pcrSelect, clockInfo, pcrDigest: digest } = parseTpmQuote(quote);
  expect({ extraData, pcrSelect, digest }).toEqual({ extraData: nonce, pcrSelect: selections, digest: pcrDigest });
  expect(clockInfo).toEqual({ clock: 2n ** 60n, resetCount: 5, restartCount: 2, safe: false });
});

test('a quote cut at any length, or with an octet more, is refused', () => {
  for (let length = 0; length < quote.length; length += 1) expect(codeOf(() => parseAttest(quote.subarray(0, length)))).toBe('truncated');
  expect(codeOf(() => parseAttest(concatBytes([quote, be(1, 0)])))).toBe('trailing-data');
});

test.each([
  ['another magic', 0, 0xfe, 'bad-value'],
  ['a type that there is not', 5, 0x33, 'unsupported-version'],
  ['a name longer than any', 6, 0x10, 'too-large'],
  ['safe neither yes nor no', 6 + 36 + 34 + 16, 2, 'bad-value'],
  ['more banks than there are', 6 + 36 + 34 + 17 + 8 + 3, 200, 'too-many'],
  ['a bitmap of five octets', 6 + 36 + 34 + 17 + 8 + 4 + 2, 5, 'bad-value'],
])('%s is refused', (_, at, octet, code) => {
  const changed = Uint8Array.from(quote);
  changed[at] = octet;
  expect(codeOf(() => parseAttest(changed))).toBe(code);
});

test('a bank that is selected twice is refused, and an attestation of another type is no quote', () => {
  expect(codeOf(() => parseAttest(makeQuote({ nonce, pcrDigest, selections: [...selections, ...selections] })))).toBe('bad-value');
  const certify = concatBytes([quote.subarray(0, 4), be(2, 0x8017), quote.subarray(6, 6 + 36 + 34 + 17 + 8), sized(nonce), sized(nonce)]);
  expect(parseAttest(certify).attested).toEqual({ type: 'certify', name: nonce, qualifiedName: nonce });
  expect(codeOf(() => parseTpmQuote(certify))).toBe('bad-value');
});

test.each(['rsassa', 'rsapss', 'ecdsa'] as const)('a %s signature verifies with its key, and not with a bit changed anywhere', (scheme) => {
  const key = makeAttestationKey(scheme);
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(parsePublicArea(key.publicArea)) ?? new Uint8Array();
  const made = signAsTpm(key, quote);
  const status = (octets: Uint8Array, signature: Uint8Array): string =>
    verifyTpmSignature({ octets, signature: parseTpmSignature(signature), subjectPublicKeyInfo }).status;
  expect(status(quote, made)).toBe('valid');
  const flipped = (octets: Uint8Array, at: number): Uint8Array => octets.map((octet, index) => (index === at ? octet ^ 1 : octet));
  for (let at = 0; at < quote.length; at += 1) expect(status(flipped(quote, at), made)).toBe('invalid');
  expect(status(quote, flipped(made, made.length - 1))).toBe('invalid');
  const other = subjectPublicKeyInfoOf(parsePublicArea(makeAttestationKey(scheme).publicArea)) ?? new Uint8Array();
  expect(verifyTpmSignature({ octets: quote, signature: parseTpmSignature(made), subjectPublicKeyInfo: other }).status).toBe('invalid');
});

test('a signature of another family than the key is invalid, one by an unknown hash function is not evaluated', () => {
  const [rsa, ecc] = [makeAttestationKey('rsassa'), makeAttestationKey('ecdsa')];
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(parsePublicArea(ecc.publicArea)) ?? new Uint8Array();
  const ask = (signature: Uint8Array): string =>
    verifyTpmSignature({ octets: quote, signature: parseTpmSignature(signature), subjectPublicKeyInfo }).status;
  expect(ask(signAsTpm(rsa, quote))).toBe('invalid');
  const unknown = Uint8Array.from(signAsTpm(ecc, quote));
  unknown.set(be(2, 0x7777), 2);
  expect(ask(unknown)).toBe('unsupported');
});

test('a bare signature without its scheme is refused', () => {
  expect(codeOf(() => parseTpmSignature(Uint8Array.of(0x30, 0x45, 0x02, 0x20)))).toBe('unsupported-version');
  expect(codeOf(() => parseTpmSignature(new Uint8Array()))).toBe('truncated');
});

test('a key that may decrypt, or leave its TPM, can not attest', () => {
  const flawsOf = (attributes?: number): readonly string[] =>
    attestationKeyFlaws(parsePublicArea(makeAttestationKey('ecdsa', attributes).publicArea));
  expect(flawsOf()).toEqual([]);
  const all = Object.values(OBJECT_ATTRIBUTE).reduce((sum, bit) => sum | bit, 0);
  expect(flawsOf(all)).toEqual(['decrypt is set']);
  expect(flawsOf(0)).toEqual(['fixedTPM', 'fixedParent', 'sensitiveDataOrigin', 'restricted', 'sign'].map((name) => `${name} is not set`));
});

test('the name of a key is over its public area with or without the size in front', () => {
  const { publicArea } = makeAttestationKey('rsassa');
  const bare = publicArea.subarray(2);
  const name = concatBytes([be(2, SHA256), tpmDigest('sha256', bare)]);
  expect([publicArea, bare].map((octets) => toHex(nameOf(parsePublicArea(octets)) ?? new Uint8Array()))).toEqual([
    toHex(name),
    toHex(name),
  ]);
  expect(codeOf(() => parsePublicArea(concatBytes([bare, be(1, 0)])))).toBe('trailing-data');
});

test('the digest of a quote is by the hash of the signature, over all banks in their order, and unknown where a value is missing', () => {
  const banks = [
    { hash: SHA1, pcrs: [0, 7] },
    { hash: SHA384, pcrs: [7] },
  ];
  const valueIn = (hash: number, pcr: number): Uint8Array | undefined =>
    hash === SHA384 && pcr === 9 ? undefined : be(2, hash * 100 + pcr);
  const wanted = tpmDigest('sha256', concatBytes([be(2, 400), be(2, 407), be(2, 1207)]));
  expect(pcrDigestOf({ hash: 'sha256', selections: banks, valueIn })).toEqual(wanted);
  expect(pcrDigestOf({ hash: 'sha256', selections: [{ hash: SHA384, pcrs: [9] }], valueIn })).toBeNull();
});

test('the qualified name of a key is the chain of digests from its hierarchy over its parent', () => {
  const [parent, key] = [makeAttestationKey('ecdsa'), makeAttestationKey('rsassa')].map(({ publicArea }) => parsePublicArea(publicArea));
  if (parent === undefined || key === undefined) throw new Error('no keys');
  const link = (above: Uint8Array, name: Uint8Array | null): Uint8Array =>
    concatBytes([be(2, SHA256), tpmDigest('sha256', concatBytes([above, name ?? new Uint8Array()]))]);
  const wanted = link(link(be(4, 0x4000000b), nameOf(parent)), nameOf(key));
  expect(toHex(qualifiedNameOf(HIERARCHY.endorsement, [parent, key]) ?? new Uint8Array())).toBe(toHex(wanted));
  expect(qualifiedNameOf(HIERARCHY.owner, [parent, { ...key, nameAlg: 0x7777 }])).toBeNull();
});
