import { expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import {
  ATTESTATION_ATTRIBUTES,
  attestationKeyFrom,
  makeAttestationKey,
  makeCertification,
  makeQuote,
  signAsTpm,
} from '#lib/testing/tpm-quotes.ts';
import { type CertificationQuestion, certificationFlaw } from './certification-flaw.ts';
import { HIERARCHY, nameOf, OBJECT_ATTRIBUTE, parsePublicArea, qualifiedNameOf, type TpmPublicArea } from './public-area.ts';

const NONCE = new Uint8Array(32).fill(0x5a);
const NONE = new Uint8Array();
const [iak, ak, other] = [makeAttestationKey('ecdsa'), makeAttestationKey('ecdsa'), makeAttestationKey('ecdsa')];
const [certifying, certified] = [parsePublicArea(iak.publicArea), parsePublicArea(ak.publicArea)];
const endorsement = parsePublicArea(makeTpmEndorsementKey('ec-p256', 'ek').publicArea);
const storage = parsePublicArea(makeTpmEndorsementKey('ec-p256', 'storage').publicArea);
const nameOfKey = (area: TpmPublicArea): Uint8Array => nameOf(area) ?? NONE;
const placed = (hierarchy: number, ...above: readonly TpmPublicArea[]): Uint8Array =>
  qualifiedNameOf(hierarchy, [...above, certified]) ?? NONE;

interface Said {
  readonly name?: Uint8Array;
  readonly qualifiedName?: Uint8Array;
  readonly nonce?: Uint8Array;
}

/** What the certifying key says, about the right key in the right place unless told otherwise. */
function said({ name = nameOfKey(certified), qualifiedName = placed(HIERARCHY.endorsement, endorsement), nonce = NONCE }: Said = {}) {
  const attest = makeCertification({ name, qualifiedName, nonce });
  return { attest, signature: signAsTpm(iak, attest) };
}

const flawOf = (more: Partial<CertificationQuestion> = {}): string | null =>
  certificationFlaw({ ...said(), certifying, certified, endorsement, parent: null, nonce: NONCE, ...more });

test('a key that was certified convinces below the endorsement key, in a hierarchy, or below a storage key that comes along', () => {
  expect(flawOf()).toBeNull();
  for (const hierarchy of Object.values(HIERARCHY)) {
    expect(flawOf(said({ qualifiedName: placed(hierarchy) }))).toBeNull();
    expect(flawOf({ ...said({ qualifiedName: placed(hierarchy, storage) }), parent: storage })).toBeNull();
  }
});

const without = (attribute: keyof typeof OBJECT_ATTRIBUTE, { privateKey, scheme }: typeof iak): TpmPublicArea =>
  parsePublicArea(attestationKeyFrom(privateKey, { scheme, attributes: ATTESTATION_ATTRIBUTES & ~OBJECT_ATTRIBUTE[attribute] }).publicArea);
const quoted = makeQuote({ nonce: NONCE, selections: [], pcrDigest: new Uint8Array(32) });

const REFUSED: readonly (readonly [what: string, changed: () => Partial<CertificationQuestion>, words: string])[] = [
  ['what no TPM generated', () => ({ attest: said().attest.map((octet, index) => (index === 0 ? 0 : octet)) }), 'that only a TPM may sign'],
  ['a quote', () => ({ attest: quoted, signature: signAsTpm(iak, quoted) }), 'it attests a quote, and does not certify a key'],
  ['a signature of another key', () => ({ signature: signAsTpm(other, said().attest) }), 'does not verify with this key'],
  ['a signature that is none', () => ({ signature: Uint8Array.of(0, 5) }), "its signature can't be read"],
  ['a signature over SHA-1', () => ({ signature: signAsTpm(iak, said().attest, 0x0004) }), 'SHA-1'],
  ['a certification of another key', () => said({ name: nameOfKey(parsePublicArea(other.publicArea)) }), 'and not the attestation key'],
  ['a key of the null hierarchy', () => said({ qualifiedName: placed(0x40000007) }), 'gone with the next start'],
  [
    'a key below one that is not at hand',
    () => said({ qualifiedName: placed(HIERARCHY.owner, storage) }),
    'send the public area of its parent',
  ],
  [
    'a key below another parent',
    () => ({ ...said({ qualifiedName: placed(HIERARCHY.owner, storage) }), parent: endorsement }),
    'another key than the parent that was sent along',
  ],
  ['another nonce', () => said({ nonce: Uint8Array.of(0, 0xff, 0x55, 0xaa) }), 'not over the nonce of this enrolment, but over 00ff55aa'],
  ['no nonce', () => said({ nonce: NONE }), 'but over nothing'],
  [
    'a certifying key that is not restricted',
    () => ({ certifying: without('restricted', iak) }),
    'its TPM never said: restricted is not set',
  ],
  ['a certifying key that may leave its TPM', () => ({ certifying: without('fixedTPM', iak) }), 'fixedTPM is not set'],
  ['a certified key that is not restricted', () => ({ certified: without('restricted', ak) }), 'none that attests: restricted is not set'],
  ['a certified key that does not sign', () => ({ certified: without('sign', ak) }), 'sign is not set'],
];

test.each(REFUSED)('%s is refused in a sentence of its own', (_, changed, words) => {
  expect(flawOf(changed())).toContain(words);
});

test('no two refusals are the same sentence', () => {
  expect(new Set(REFUSED.map(([, changed]) => flawOf(changed()))).size).toBe(REFUSED.length);
});

test('cut at every length, or with any bit changed, nothing convinces and nothing throws', () => {
  const { attest, signature } = said();
  for (let length = 0; length < attest.length; length += 1) expect(flawOf({ attest: attest.subarray(0, length) })).not.toBeNull();
  for (let length = 0; length < signature.length; length += 1) expect(flawOf({ signature: signature.subarray(0, length) })).not.toBeNull();
  const flipped = (octets: Uint8Array, bit: number): Uint8Array =>
    octets.map((octet, index) => (index === bit >> 3 ? octet ^ (1 << (bit & 7)) : octet));
  for (let bit = 0; bit < attest.length * 8; bit += 1) expect([bit, flawOf({ attest: flipped(attest, bit) })]).not.toEqual([bit, null]);
  for (let bit = 0; bit < signature.length * 8; bit += 1)
    expect([bit, flawOf({ signature: flipped(signature, bit) })]).not.toEqual([bit, null]);
  expect(toHex(attest)).toBe(toHex(said().attest));
});
