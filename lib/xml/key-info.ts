import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { publicKeyOfJwk } from '#lib/x509/json-web-key.ts';
import type { XmlElement } from './types.ts';

/** The keys that a signature carries. They prove nothing before an anchor vouches for one. */
export interface CarriedKeys {
  /** SubjectPublicKeyInfo of the signer. */
  readonly publicKey: Uint8Array | null;
  /** DER in base64, the signer's first. */
  readonly certificates: readonly string[];
}

const MAX_CERTIFICATES = 10;
const MAX_CERTIFICATE_CHARACTERS = 100_000;
const CURVES: ReadonlyMap<string, { readonly crv: string; readonly octets: number }> = new Map([
  ['urn:oid:1.2.840.10045.3.1.7', { crv: 'P-256', octets: 32 }],
  ['urn:oid:1.3.132.0.34', { crv: 'P-384', octets: 48 }],
  ['urn:oid:1.3.132.0.35', { crv: 'P-521', octets: 66 }],
]);

/**
 * The key of a KeyInfo: that of the certificate that issued none of the others, else a key value.
 * @spec XML Signature 1.1 section 4.5
 */
export function keysIn(keyInfo: XmlElement | undefined): CarriedKeys {
  if (keyInfo === undefined) return { publicKey: null, certificates: [] };
  const certificates = signerFirst(descendants(keyInfo, 'X509Certificate').slice(0, MAX_CERTIFICATES).flatMap(readCertificate));
  const [first] = certificates;
  if (first !== undefined) return { publicKey: first.key, certificates: certificates.map(({ base64 }) => base64) };
  return { publicKey: keyValue(keyInfo), certificates: [] };
}

interface Carried {
  readonly base64: string;
  readonly key: Uint8Array;
  readonly subject: string;
  readonly issuer: string;
}

function readCertificate({ text }: XmlElement): Carried[] {
  if (text.length > MAX_CERTIFICATE_CHARACTERS) return [];
  const base64 = text.replace(/\s+/g, '');
  try {
    const { subjectPublicKeyInfo, subject, issuer } = parseCertificate(new Uint8Array(Buffer.from(base64, 'base64')));
    const raw = (name: typeof subject): string => Buffer.from(name.raw).toString('hex');
    return [{ base64, key: subjectPublicKeyInfo, subject: raw(subject), issuer: raw(issuer) }];
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

function signerFirst(certificates: readonly Carried[]): readonly Carried[] {
  const isSigner = (one: Carried): boolean => !certificates.some((other) => other !== one && other.issuer === one.subject);
  const signer = certificates.find(isSigner) ?? certificates[0];
  return signer === undefined ? [] : [signer, ...certificates.filter((one) => one !== signer)];
}

function keyValue(keyInfo: XmlElement): Uint8Array | null {
  const [der] = descendants(keyInfo, 'DEREncodedKeyValue');
  if (der !== undefined) return new Uint8Array(Buffer.from(der.text.replace(/\s+/g, ''), 'base64'));
  const [rsa] = descendants(keyInfo, 'RSAKeyValue');
  if (rsa !== undefined) return publicKeyOfJwk({ kty: 'RSA', n: base64url(textOf(rsa, 'Modulus')), e: base64url(textOf(rsa, 'Exponent')) });
  const [ec] = descendants(keyInfo, 'ECKeyValue');
  return ec === undefined ? null : ecKey(ec);
}

/** An uncompressed point on a named curve. @spec XML Signature 1.1 section 4.5.2.3 */
function ecKey(element: XmlElement): Uint8Array | null {
  const [named] = descendants(element, 'NamedCurve');
  const curve = CURVES.get(named?.attributes.find(({ name }) => name === 'URI')?.value ?? '');
  const point = Buffer.from(textOf(element, 'PublicKey').replace(/\s+/g, ''), 'base64');
  if (curve === undefined || point.length !== 1 + 2 * curve.octets || point[0] !== 4) return null;
  const part = (from: number): string => point.subarray(from, from + curve.octets).toString('base64url');
  return publicKeyOfJwk({ kty: 'EC', crv: curve.crv, x: part(1), y: part(1 + curve.octets) });
}

function textOf(element: XmlElement, name: string): string {
  return descendants(element, name)[0]?.text ?? '';
}

function base64url(text: string): string {
  return Buffer.from(text.replace(/\s+/g, ''), 'base64').toString('base64url');
}

/** Also those of XML Signature 1.1's own namespace, so only the local name counts. */
function descendants(element: XmlElement, wanted: string): XmlElement[] {
  return element.children.flatMap((child) => (child.name === wanted ? [child] : descendants(child, wanted)));
}
