import {
  childrenOf,
  contextConstructed,
  type DerFields,
  type DerNode,
  expectTag,
  fieldsOf,
  rawOf,
  readDer,
  TAG,
} from '#lib/encoding/der.ts';
import { readBitString, readInteger, readOid, readTime } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readAlgorithmIdentifier } from '#lib/x509/algorithm-identifier.ts';
import { MAX_CERTIFICATE_BYTES } from '#lib/x509/certificate.ts';
import { readExtensions } from '#lib/x509/extensions.ts';
import type { AlgorithmIdentifier, Extension, Name } from '#lib/x509/types.ts';
import { readDirectoryName, readIssuerSerial } from './issuer-serial.ts';
import { keepUnread, note, type Reading, readTolerantly } from './reading.ts';
import type { IssuerSerial } from './trait-types.ts';

/** Attributes that one certificate may have. Real ones stay under 12. */
export const MAX_ATTRIBUTES = 200;

const SPEC = 'RFC 5755 section 4.1';
/** `YYYYMMDDHHMMSSZ`. */
const GENERALIZED_TIME_OCTETS = 15;

/** One attribute with its values still in DER. */
export interface RawAttribute {
  readonly oid: string;
  readonly node: DerNode;
  readonly values: readonly DerNode[];
}

/** An attribute certificate by RFC 5755, whatever its attributes mean. */
export interface AttributeCertificate {
  readonly root: DerNode;
  readonly tbs: Uint8Array;
  readonly holder: IssuerSerial | null;
  readonly issuer: Name;
  readonly innerSignatureAlgorithm: AlgorithmIdentifier;
  readonly serialNumber: bigint;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly attributes: readonly RawAttribute[];
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureValue: Uint8Array;
}

/**
 * Reads the frame of one attribute certificate; the whole input must be consumed.
 * @param reading  collects warnings, and what no field explains
 * @throws ParseError 'too-large' | 'truncated' | 'bad-tag' | 'bad-value' | 'bad-time' | 'missing-field' | 'trailing-data' |
 *         'too-many' and what the DER reader throws, with the octet offset
 * @spec   RFC 5755 section 4.1
 */
function readAttributeCertificate(der: Uint8Array, reading: Reading): AttributeCertificate {
  if (der.length > MAX_CERTIFICATE_BYTES) {
    throw new ParseError('too-large', `a certificate of ${der.length} octets; at most ${MAX_CERTIFICATE_BYTES} are read`);
  }
  const root = expectTag(readDer(der, reading.warnings), TAG.sequence, 'AttributeCertificate');
  const outer = fieldsOf(root);
  const acinfo = outer.take('acinfo', TAG.sequence);
  const signatureAlgorithm = readAlgorithmIdentifier(outer.take('signatureAlgorithm'));
  const signatureValue = readSignature(outer.take('signatureValue', TAG.bitString));
  refuseRest(outer, 'the attribute certificate');
  const info = readInfo(acinfo, reading);
  // Field by field: the shape of spread objects dies with the last of them, and with it compiled code that relies on it.
  return {
    root,
    tbs: rawOf(acinfo),
    holder: info.holder,
    issuer: info.issuer,
    innerSignatureAlgorithm: info.innerSignatureAlgorithm,
    serialNumber: info.serialNumber,
    notBefore: info.notBefore,
    notAfter: info.notAfter,
    attributes: info.attributes,
    extensions: info.extensions,
    signatureAlgorithm,
    signatureValue,
  };
}

/** An attribute certificate with what reading it brought to light. */
export interface ReadCertificate {
  readonly frame: AttributeCertificate;
  readonly reading: Reading;
}

/** What identifying read last, until the parser asks for the same bytes: each certificate is read once. */
let identified: { readonly der: Uint8Array; readonly read: ReadCertificate } | undefined;

/** Reads the frame for identifying it, and keeps it for `takeCertificate`. @throws as readAttributeCertificate */
export function keepCertificate(der: Uint8Array): AttributeCertificate {
  const read = readNew(der);
  identified = { der, read };
  return read.frame;
}

/** The frame that `keepCertificate` read from these very bytes, else a new one; the caller owns it. @throws as readAttributeCertificate */
export function takeCertificate(der: Uint8Array): ReadCertificate {
  const read = identified?.der === der ? identified.read : readNew(der);
  identified = undefined;
  return read;
}

function readNew(der: Uint8Array): ReadCertificate {
  const reading: Reading = { warnings: [], unread: [] };
  return { frame: readAttributeCertificate(der, reading), reading };
}

/** Whether the first octets have the frame of an attribute certificate, told apart from a public-key certificate. */
export function hasAttributeCertificateFrame(der: Uint8Array): boolean {
  if (der[0] !== TAG.sequence) return false;
  try {
    const acinfo = fieldsOf(expectTag(readDer(der), TAG.sequence, 'AttributeCertificate')).take('acinfo', TAG.sequence);
    const fields = fieldsOf(acinfo);
    fields.take('version', TAG.integer);
    const [first] = childrenOf(fields.take('holder', TAG.sequence));
    return first === undefined || [0, 1, 2].some((n) => first.tag === contextConstructed(n));
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

type InfoFields = Omit<AttributeCertificate, 'root' | 'tbs' | 'signatureAlgorithm' | 'signatureValue'>;

function readInfo(node: DerNode, reading: Reading): InfoFields {
  const fields = fieldsOf(node);
  const version = readInteger(fields.take('version', TAG.integer));
  if (version !== 1n) {
    throw new ParseError('bad-value', `version ${version} at ${node.contentStart}, wanted 1 (v2)`, {
      offset: node.contentStart,
      spec: SPEC,
    });
  }
  const holder = readHolder(reading, fields.take('holder', TAG.sequence));
  const issuer = readIssuer(reading, fields.take('issuer', contextConstructed(0)));
  const innerSignatureAlgorithm = readAlgorithmIdentifier(fields.take('signature'));
  const serialNumber = readSerialNumber(reading, fields.take('serialNumber', TAG.integer));
  const { notBefore, notAfter } = readValidity(reading, fields.take('attrCertValidityPeriod', TAG.sequence));
  const attributes = readAttributes(reading, fields.take('attributes', TAG.sequence));
  const extensions = readTail(fields, reading);
  return { holder, issuer, innerSignatureAlgorithm, serialNumber, notBefore, notAfter, attributes, extensions };
}

/** Unique identifier, which the profile prohibits, and extensions, which have no tag of their own here. */
function readTail(fields: DerFields, reading: Reading): readonly Extension[] {
  const uniqueId = fields.takeOptional(TAG.bitString);
  if (uniqueId !== undefined) keepUnread(reading, 'issuerUniqueID', [uniqueId]);
  const extensions = fields.takeOptional(TAG.sequence);
  refuseRest(fields, 'acinfo');
  return extensions === undefined ? [] : readExtensions(extensions);
}

function readHolder(reading: Reading, node: DerNode): IssuerSerial | null {
  const fields = fieldsOf(node);
  const base = fields.takeOptional(contextConstructed(0));
  const read = () => (base === undefined ? null : readIssuerSerial(reading, base, 'holder.baseCertificateID'));
  const holder = readTolerantly(reading, { path: 'holder', node }, read);
  if (base !== undefined && holder === null) keepUnread(reading, 'holder', [base]);
  keepUnread(reading, 'holder', fields.rest());
  return holder;
}

function readIssuer(reading: Reading, node: DerNode): Name {
  const fields = fieldsOf(node);
  const name = readDirectoryName(reading, fields.take('issuer.issuerName', TAG.sequence), 'issuer');
  keepUnread(reading, 'issuer', fields.rest());
  return name;
}

function readSerialNumber(reading: Reading, node: DerNode): bigint {
  const serial = readInteger(node);
  if (serial <= 0n)
    note(reading, node, { code: 'odd-serial-number', path: 'serialNumber', detail: `serial number ${serial} is not positive` });
  return serial;
}

function readValidity(reading: Reading, node: DerNode): { notBefore: string; notAfter: string } {
  const fields = fieldsOf(node);
  const notBefore = readValidityTime(reading, fields.take('notBefore'));
  const notAfter = readValidityTime(reading, fields.take('notAfter'));
  refuseRest(fields, 'attrCertValidityPeriod');
  return { notBefore, notAfter };
}

function readValidityTime(reading: Reading, node: DerNode): string {
  if (node.tag !== TAG.generalizedTime || node.end - node.contentStart !== GENERALIZED_TIME_OCTETS) {
    const detail = 'a validity date that is not written as YYYYMMDDHHMMSSZ';
    note(reading, node, { code: 'odd-time', path: 'attrCertValidityPeriod', detail });
  }
  return readTime(node);
}

function readAttributes(reading: Reading, node: DerNode): readonly RawAttribute[] {
  const nodes = childrenOf(node);
  if (nodes.length > MAX_ATTRIBUTES) {
    throw new ParseError('too-many', `${nodes.length} attributes, at most ${MAX_ATTRIBUTES} are read`, { offset: node.start });
  }
  // Pushed: what `map` makes has another shape once it is compiled, for which all that reads it must be compiled again.
  const attributes: RawAttribute[] = [];
  for (const attribute of nodes) attributes.push(readAttribute(reading, attribute));
  return attributes;
}

function readAttribute(reading: Reading, node: DerNode): RawAttribute {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'Attribute'));
  const oid = readOid(fields.take('type', TAG.oid));
  const values = childrenOf(fields.take('values', TAG.set));
  keepUnread(reading, `attributes[${oid}]`, fields.rest());
  return { oid, node, values };
}

function readSignature(node: DerNode): Uint8Array {
  const { unusedBits, bytes } = readBitString(node);
  if (unusedBits > 0) {
    throw new ParseError('bad-value', `a signature with ${unusedBits} unused bits at ${node.start}`, { offset: node.start, spec: SPEC });
  }
  return bytes;
}

function refuseRest(fields: DerFields, what: string): void {
  const [extra] = fields.rest();
  if (extra === undefined) return;
  throw new ParseError('trailing-data', `${what} goes on at ${extra.start} after its last field`, { offset: extra.start, spec: SPEC });
}
