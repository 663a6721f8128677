import {
  contextConstructed,
  contextPrimitive,
  type DerFields,
  type DerNode,
  expectTag,
  fieldsOf,
  rawOf,
  readDer,
  readDerPrefix,
  TAG,
  warn,
} from '#lib/encoding/der.ts';
import { readInteger, readSmallInteger, readTime } from '#lib/encoding/der-values.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { readAuthorityKeyIdentifier } from './authority-key-identifier.ts';
import {
  readBasicConstraints,
  readExtendedKeyUsage,
  readExtensions,
  readKeyUsage,
  readKnownExtension,
  readSubjectKeyIdentifier,
} from './extensions.ts';
import { readName } from './name.ts';
import { EXTENSION } from './oids.ts';
import { refuseRest, takeSignature } from './signed-object.ts';
import type { Certificate, Extension } from './types.ts';

/** Octets of one certificate. Real ones, post-quantum signatures included, stay under 32 KB. */
export const MAX_CERTIFICATE_BYTES = 1024 * 1024;
/** Warnings kept of one certificate, so that a hostile file can't multiply itself. */
export const MAX_CERTIFICATE_WARNINGS = 200;

/**
 * Parses one public-key certificate in DER; the whole input must be consumed. Fields are subarrays of the input.
 * What DER forbids and real issuers do is read, with a warning.
 * @param sha256  of `der`, where it is known
 * @throws ParseError 'too-large' | 'truncated' | 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-time' | 'trailing-data' |
 *         'unsupported-version' and what the DER reader throws, with the octet offset
 * @spec   RFC 5280 section 4.1
 */
export function parseCertificate(der: Uint8Array, sha256 = sha256Hex(der)): Certificate {
  if (der.length > MAX_CERTIFICATE_BYTES) {
    throw new ParseError('too-large', `a certificate of ${der.length} octets; at most ${MAX_CERTIFICATE_BYTES} are read`);
  }
  const warnings: Warning[] = [];
  const outer = fieldsOf(expectTag(readDer(der, warnings), TAG.sequence, 'Certificate'));
  const tbs = outer.take('tbsCertificate', TAG.sequence);
  const signature = takeSignature(outer);
  refuseRest(outer, 'the certificate');
  return {
    id: sha256,
    der,
    tbs: rawOf(tbs),
    ...readTbs(tbs, warnings),
    ...signature,
    warnings: distinctWarnings(warnings),
  };
}

/**
 * Whether the bytes begin with a complete value of a certificate's structure: by content, whatever the label said.
 * Attribute certificates, revocation lists and requests differ in their first fields.
 */
export function looksLikeCertificate(bytes: Uint8Array): boolean {
  if (bytes[0] !== TAG.sequence) return false;
  try {
    const tbs = fieldsOf(fieldsOf(readDerPrefix(bytes)).take('tbsCertificate', TAG.sequence));
    tbs.takeOptional(contextConstructed(0));
    tbs.take('serialNumber', TAG.integer);
    fieldsOf(tbs.take('signature', TAG.sequence)).take('algorithm', TAG.oid);
    tbs.take('issuer', TAG.sequence);
    const notBefore = fieldsOf(tbs.take('validity', TAG.sequence)).take('notBefore');
    return notBefore.tag === TAG.utcTime || notBefore.tag === TAG.generalizedTime;
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

type TbsFields = Omit<Certificate, 'id' | 'der' | 'tbs' | 'signatureAlgorithm' | 'signatureValue' | 'warnings'>;

function readTbs(node: DerNode, warnings: Warning[]): TbsFields {
  const fields = fieldsOf(node);
  readVersion(fields);
  const serialNumber = readInteger(fields.take('serialNumber', TAG.integer));
  const innerSignatureAlgorithm = readAlgorithmIdentifier(fields.take('signature'));
  const issuer = readName(fields.take('issuer'));
  const validity = readValidity(fields.take('validity', TAG.sequence));
  const subject = readName(fields.take('subject'));
  const key = fields.take('subjectPublicKeyInfo', TAG.sequence);
  const extensions = readTail(fields);
  return {
    serialNumber,
    innerSignatureAlgorithm,
    issuer,
    ...validity,
    subject,
    subjectPublicKeyInfo: rawOf(key),
    publicKeyAlgorithm: readAlgorithmIdentifier(fieldsOf(key).take('algorithm')),
    extensions,
    ...readKnownExtensions(extensions, warnings),
  };
}

function readVersion(fields: DerFields): void {
  const tagged = fields.takeOptional(contextConstructed(0));
  if (tagged === undefined) return;
  const version = readSmallInteger(fieldsOf(tagged).take('version', TAG.integer));
  if (version > 2) {
    throw new ParseError('unsupported-version', `certificate version ${version + 1}; 1 to 3 are known`, { offset: tagged.start });
  }
  if (version === 0) warn(tagged, 'encoded-default', 'version 1 is written out');
}

function readValidity(node: DerNode): { notBefore: string; notAfter: string } {
  const fields = fieldsOf(node);
  const validity = { notBefore: readTime(fields.take('notBefore')), notAfter: readTime(fields.take('notAfter')) };
  refuseRest(fields, 'Validity');
  return validity;
}

/** The optional fields after the key: unique identifiers, which nobody uses, and extensions. */
function readTail(fields: DerFields): readonly Extension[] {
  const uniqueIds = [fields.takeOptional(contextPrimitive(1)), fields.takeOptional(contextPrimitive(2))];
  for (const node of uniqueIds) if (node !== undefined) warn(node, 'unique-identifier', 'a unique identifier, which RFC 5280 forbids');
  const tagged = fields.takeOptional(contextConstructed(3));
  refuseRest(fields, 'tbsCertificate');
  if (tagged === undefined) return [];
  const inner = fieldsOf(tagged);
  const extensions = readExtensions(inner.take('extensions', TAG.sequence));
  refuseRest(inner, 'extensions');
  return extensions;
}

type KnownExtensions = Pick<
  Certificate,
  'basicConstraints' | 'keyUsage' | 'extendedKeyUsage' | 'subjectKeyIdentifier' | 'authorityKeyIdentifier'
>;

function readKnownExtensions(extensions: readonly Extension[], warnings: Warning[]): KnownExtensions {
  const known = <T>(oid: string, read: (value: Uint8Array) => T): T | null => readKnownExtension({ extensions, oid, read, warnings });
  return {
    basicConstraints: known(EXTENSION.basicConstraints, readBasicConstraints),
    keyUsage: known(EXTENSION.keyUsage, readKeyUsage),
    extendedKeyUsage: known(EXTENSION.extendedKeyUsage, readExtendedKeyUsage),
    subjectKeyIdentifier: known(EXTENSION.subjectKeyIdentifier, readSubjectKeyIdentifier),
    authorityKeyIdentifier: known(EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
  };
}

/** A value that is read twice warns twice; one line each is enough. */
function distinctWarnings(warnings: readonly Warning[]): readonly Warning[] {
  const byKey = new Map(warnings.map((warning) => [`${warning.code} ${warning.offset} ${warning.path}`, warning]));
  return [...byKey.values()].slice(0, MAX_CERTIFICATE_WARNINGS);
}
