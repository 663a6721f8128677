import { createHash } from 'node:crypto';
import { contextConstructed, contextPrimitive, fieldsOf, readDer } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';
import { derBits, derBoolean, derInteger, derOctets, derOid, derSequence, derTime, derValue } from '#lib/encoding/der-write.ts';
import { encodeName } from '#lib/x509/name.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import { makeKey, type TestKeyAlgorithm } from './test-keys.ts';

/** Attributes of a name, in encoded order; a text stands for one CN. */
export type TestName = string | readonly { readonly oid: string; readonly value: string }[];

/** An extension to be written; `value` is the content of the OCTET STRING. */
export interface TestExtension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

/** A certificate authority whose keys, serial numbers and dates depend on nothing but its description. */
export interface Authority {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly name: readonly { readonly oid: string; readonly value: string }[];
  readonly publicKeyInfo: Uint8Array;
  /** SHA-1 of the public key's bits. @spec RFC 5280 section 4.2.1.2 method 1 */
  readonly keyIdentifier: Uint8Array;
  /** DER of the algorithm that `sign` uses. */
  readonly algorithmIdentifier: Uint8Array;
  readonly sign: (tbs: Uint8Array) => Uint8Array;
}

/** What an authority is made of. */
export interface AuthorityDescription {
  readonly name: TestName;
  readonly algorithm: TestKeyAlgorithm;
  readonly seed: string;
  /** ISO 8601; 2020 to 2040 unless told otherwise. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Absent: self-signed. */
  readonly issuedBy?: Authority;
  readonly pathLength?: number;
  /** In place of the usual basicConstraints, keyUsage and key identifiers. */
  readonly extensions?: readonly TestExtension[];
}

/** What a certificate is made of. */
export interface CertificateDescription {
  readonly issuedBy: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>;
  readonly subject: TestName;
  readonly publicKeyInfo: Uint8Array;
  readonly serialNumber: bigint | number;
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** As given, and the authority key identifier after them unless they have one. */
  readonly extensions?: readonly TestExtension[];
}

const NOT_BEFORE = '2020-01-01T00:00:00Z';
const NOT_AFTER = '2040-01-01T00:00:00Z';

/** Makes an authority with its certificate, self-signed or issued by another. */
export function makeAuthority(description: AuthorityDescription): Authority {
  const { algorithm, seed, issuedBy, extensions } = description;
  const { publicKeyInfo, sign } = makeKey(algorithm, seed);
  const own = {
    name: attributesOf(description.name),
    publicKeyInfo,
    keyIdentifier: keyIdentifierOf(publicKeyInfo),
    algorithmIdentifier: signatureAlgorithmOf(algorithm),
    sign,
  };
  const certificate = makeCertificate({
    issuedBy: issuedBy ?? own,
    subject: own.name,
    publicKeyInfo,
    serialNumber: serialNumberFrom(seed),
    notBefore: description.notBefore ?? NOT_BEFORE,
    notAfter: description.notAfter ?? NOT_AFTER,
    extensions: extensions ?? authorityExtensions(own.keyIdentifier, description.pathLength),
  });
  return { certificate, ...own };
}

/** Makes a public-key certificate in DER, signed by an authority. */
export function makeCertificate(description: CertificateDescription): Uint8Array {
  const { issuedBy, serialNumber, publicKeyInfo, notBefore = NOT_BEFORE, notAfter = NOT_AFTER } = description;
  const tbs = derSequence(
    derValue(contextConstructed(0), derInteger(2)),
    derInteger(serialNumber),
    issuedBy.algorithmIdentifier,
    encodeName(issuedBy.name),
    derSequence(derTime(notBefore), derTime(notAfter)),
    encodeName(attributesOf(description.subject)),
    publicKeyInfo,
    derValue(contextConstructed(3), derSequence(...extensionsOf(description).map(encodeExtension))),
  );
  return derSequence(tbs, issuedBy.algorithmIdentifier, derBits(issuedBy.sign(tbs)));
}

/** One Extension in DER. @spec RFC 5280 section 4.1 */
export function encodeExtension({ oid, critical = false, value }: TestExtension): Uint8Array {
  return derSequence(derOid(oid), critical ? derBoolean(true) : undefined, derOctets(value));
}

/** basicConstraints; without a path length unless one is given. */
export function basicConstraints(ca: boolean, pathLength?: number): TestExtension {
  const value = derSequence(ca ? derBoolean(true) : undefined, pathLength === undefined ? undefined : derInteger(pathLength));
  return { oid: EXTENSION.basicConstraints, critical: true, value };
}

/** keyUsage with the bits of RFC 5280 section 4.2.1.3, counted from 0 (digitalSignature) to 7. */
export function keyUsage(...bits: readonly number[]): TestExtension {
  const octet = bits.reduce((set, bit) => set | (0x80 >> bit), 0);
  const unused = octet === 0 ? 0 : 31 - Math.clz32(octet & -octet);
  return { oid: EXTENSION.keyUsage, critical: true, value: derBits(octet === 0 ? new Uint8Array() : Uint8Array.of(octet), unused) };
}

/** subjectKeyIdentifier. */
export function subjectKeyIdentifier(keyIdentifier: Uint8Array): TestExtension {
  return { oid: EXTENSION.subjectKeyIdentifier, value: derOctets(keyIdentifier) };
}

/** authorityKeyIdentifier with a key identifier only. */
export function authorityKeyIdentifier(keyIdentifier: Uint8Array): TestExtension {
  return { oid: EXTENSION.authorityKeyIdentifier, value: derSequence(derOctets(keyIdentifier, contextPrimitive(0))) };
}

/** SHA-1 of a public key's bits. @spec RFC 5280 section 4.2.1.2 method 1 */
export function keyIdentifierOf(publicKeyInfo: Uint8Array): Uint8Array {
  const fields = fieldsOf(readDer(publicKeyInfo));
  fields.take('algorithm');
  return new Uint8Array(
    createHash('sha1')
      .update(readBitString(fields.take('subjectPublicKey')).bytes)
      .digest(),
  );
}

const SHA256_WITH_RSA = derSequence(derOid('1.2.840.113549.1.1.11'), derValue(0x05));

/** DER of the signature algorithm that a key of that kind uses. */
export function signatureAlgorithmOf(algorithm: TestKeyAlgorithm): Uint8Array {
  if (algorithm === 'ec-p256') return derSequence(derOid('1.2.840.10045.4.3.2'));
  return algorithm === 'ec-p384' ? derSequence(derOid('1.2.840.10045.4.3.3')) : SHA256_WITH_RSA;
}

const KEY_CERT_SIGN = 5;
const CRL_SIGN = 6;

function authorityExtensions(keyIdentifier: Uint8Array, pathLength: number | undefined): readonly TestExtension[] {
  return [basicConstraints(true, pathLength), keyUsage(KEY_CERT_SIGN, CRL_SIGN), subjectKeyIdentifier(keyIdentifier)];
}

function extensionsOf({ extensions = [], issuedBy }: CertificateDescription): readonly TestExtension[] {
  const hasOwn = extensions.some(({ oid }) => oid === EXTENSION.authorityKeyIdentifier);
  return hasOwn ? extensions : [...extensions, authorityKeyIdentifier(issuedBy.keyIdentifier)];
}

function attributesOf(name: TestName): Authority['name'] {
  return typeof name === 'string' ? [{ oid: '2.5.4.3', value: name }] : name;
}

function serialNumberFrom(seed: string): bigint {
  return BigInt(`0x${createHash('sha256').update(`serial ${seed}`).digest('hex').slice(0, 15)}`) + 1n;
}
