import {
  childrenOf,
  contentOf,
  contextConstructed,
  contextPrimitive,
  type DerNode,
  expectTag,
  fieldsOf,
  rawOf,
  readDer,
  readDerPrefix,
  TAG,
} from '#lib/encoding/der.ts';
import { readInteger, readOid, readSmallInteger, readTime } from '#lib/encoding/der-values.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { parseCertificate } from './certificate.ts';
import { reasonByNumber } from './certificate-list-entries.ts';
import { readExtensions } from './extensions.ts';
import { readName } from './name.ts';
import { EXTENSION, OCSP } from './oids.ts';
import type { OcspAnswer, OcspCertificateId, OcspResponse } from './revocation-types.ts';
import { refuseRest, takeSignature } from './signed-object.ts';
import type { Certificate, Extension } from './types.ts';

/** Octets of one response. Real ones, post-quantum signatures included, stay under 64 KB. */
export const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;
/** Answers of one response. Real ones have one. */
export const MAX_ANSWERS = 1000;
/** Certificates that come with one response. Real ones have one. */
export const MAX_RESPONSE_CERTIFICATES = 20;

const STATUSES = ['successful', 'malformedRequest', 'internalError', 'tryLater', 'unused', 'sigRequired', 'unauthorized'];
const SUCCESSFUL = 0;
const SPEC = 'RFC 6960 section 4.2.1';

/** Digests by which certificates are named, by OID. @spec RFC 6960 section 4.1.1; the OIDs by RFC 8017 and FIPS 180-4 */
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Whether the bytes begin with a value of a response's structure: SEQUENCE { ENUMERATED, [0] { SEQUENCE { OID … } } }. */
export function looksLikeOcspResponse(bytes: Uint8Array): boolean {
  if (bytes[0] !== TAG.sequence) return false;
  try {
    const [status, response, ...others] = childrenOf(readDerPrefix(bytes));
    if (status?.tag !== TAG.enumerated || others.length > 0) return false;
    return response === undefined || response.tag === contextConstructed(0);
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

/**
 * Parses one OCSP response in DER; the whole input must be consumed. A nonce is read and ignored: the response was handed
 * in, so there is no request that it could belong to.
 * @throws ParseError 'bad-value' for a response that answers nothing, 'unsupported-version' for another type than basic,
 *         'too-large', 'too-many' and what the DER reader throws, with the octet offset
 * @spec   RFC 6960 section 4.2.1
 */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  if (der.length > MAX_RESPONSE_BYTES) {
    throw new ParseError('too-large', `an OCSP response of ${der.length} octets; at most ${MAX_RESPONSE_BYTES} are read`);
  }
  const warnings: Warning[] = [];
  const basic = basicResponseOf(readDer(der, warnings));
  const offset = basic.byteOffset - der.byteOffset;
  const { data, ...fields } = inPlace(offset, () => readBasic(basic));
  return {
    kind: 'ocsp-response',
    id: sha256Hex(der),
    der,
    signedRange: { start: offset + data.start, end: offset + data.end },
    ...fields,
    warnings: [...warnings, ...fields.warnings.map((warning) => ({ ...warning, offset: offset + (warning.offset ?? 0) }))],
  };
}

/** What is told of an inner value counts from the beginning of the whole file. */
function inPlace<T>(offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { code, message, path, spec } = error;
    const place = {
      offset: offset + (error.offset ?? 0),
      ...(path === undefined ? {} : { path }),
      ...(spec === undefined ? {} : { spec }),
    };
    throw new ParseError(code, message, place);
  }
}

function readBasic(basic: Uint8Array) {
  const warnings: Warning[] = [];
  const outer = fieldsOf(expectTag(readDer(basic, warnings), TAG.sequence, 'BasicOCSPResponse'));
  const data = outer.take('tbsResponseData', TAG.sequence);
  const signature = takeSignature(outer);
  const certificates = readCertificates(outer.takeOptional(contextConstructed(0)));
  refuseRest(outer, 'the OCSP response');
  return { data, ...readData(data), ...signature, certificates, warnings };
}

function basicResponseOf(node: DerNode): Uint8Array {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'OCSPResponse'));
  const status = readSmallInteger(fields.take('responseStatus', TAG.enumerated));
  const response = fields.takeOptional(contextConstructed(0));
  refuseRest(fields, 'the OCSP response');
  if (status !== SUCCESSFUL || response === undefined) {
    const word = STATUSES[status] ?? `status ${status}`;
    throw new ParseError('bad-value', `the responder gave no answer, but ${JSON.stringify(word)}`, { offset: node.start, spec: SPEC });
  }
  const inner = fieldsOf(fieldsOf(response).take('responseBytes', TAG.sequence));
  const type = readOid(inner.take('responseType', TAG.oid));
  if (type !== OCSP.basicResponse) {
    throw new ParseError('unsupported-version', `an OCSP response of type ${type}; only basic responses are read`, { offset: node.start });
  }
  return contentOf(inner.take('response', TAG.octetString));
}

type Data = Pick<OcspResponse, 'responder' | 'producedAt' | 'answers' | 'extensions' | 'obstacle'>;

function readData(node: DerNode): Data {
  const fields = fieldsOf(node);
  const version = fields.takeOptional(contextConstructed(0));
  if (version !== undefined && readSmallInteger(fieldsOf(version).take('version', TAG.integer)) !== 0) {
    throw new ParseError('unsupported-version', 'an OCSP response of another version than 1', { offset: version.start });
  }
  const responder = readResponder(fields.take('responderID'));
  const producedAt = readTime(fields.take('producedAt'));
  const responses = childrenOf(fields.take('responses', TAG.sequence));
  if (responses.length > MAX_ANSWERS) {
    throw new ParseError('too-many', `${responses.length} answers in one OCSP response, at most ${MAX_ANSWERS} are read`);
  }
  const extensions = takeExtensions(fields.takeOptional(contextConstructed(1)));
  const critical = criticalOf(extensions);
  refuseRest(fields, 'tbsResponseData');
  const obstacle = critical === null ? null : `its critical extension ${critical} is not evaluated`;
  return { responder, producedAt, answers: responses.map(readAnswer), extensions, obstacle };
}

function readResponder(node: DerNode): OcspResponse['responder'] {
  const inner = fieldsOf(node);
  if (node.tag === contextConstructed(1)) return { by: 'name', name: readName(inner.take('byName', TAG.sequence)) };
  expectTag(node, contextConstructed(2), 'ResponderID');
  return { by: 'key', keyHash: contentOf(inner.take('byKey', TAG.octetString)) };
}

function readAnswer(node: DerNode): OcspAnswer {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'SingleResponse'));
  const certificate = readCertificateId(fields.take('certID', TAG.sequence));
  const status = readStatus(fields.take('certStatus'));
  const thisUpdate = readTime(fields.take('thisUpdate', TAG.generalizedTime));
  const next = fields.takeOptional(contextConstructed(0));
  const nextUpdate = next === undefined ? null : readTime(fieldsOf(next).take('nextUpdate', TAG.generalizedTime));
  const extensions = takeExtensions(fields.takeOptional(contextConstructed(1)));
  refuseRest(fields, 'SingleResponse');
  return {
    certificate,
    status: withInvalidity(status, extensions),
    thisUpdate,
    nextUpdate,
    archiveCutoff: archiveCutoffOf(extensions),
    extensions,
    criticalExtension: criticalOf(extensions),
  };
}

/** A time that can't be read leaves the answer what it is without one. @spec RFC 6960 section 4.4.4 */
function archiveCutoffOf(extensions: readonly Extension[]): string | null {
  const extension = extensions.find(({ oid }) => oid === OCSP.archiveCutoff);
  if (extension === undefined) return null;
  try {
    return readTime(expectTag(readDer(extension.value), TAG.generalizedTime, 'ArchiveCutoff'));
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** The extensions of list entries may stand here too. @spec RFC 6960 section 4.4.5 */
function withInvalidity(status: OcspAnswer['status'], extensions: readonly Extension[]): OcspAnswer['status'] {
  const date = extensions.find(({ oid }) => oid === EXTENSION.invalidityDate);
  return status.kind !== 'revoked' || date === undefined ? status : { ...status, invalidSince: readTime(readDer(date.value)) };
}

function readCertificateId(node: DerNode): OcspCertificateId {
  const fields = fieldsOf(node);
  const hashAlgorithm = readAlgorithmIdentifier(fields.take('hashAlgorithm'));
  const issuerNameHash = contentOf(fields.take('issuerNameHash', TAG.octetString));
  const issuerKeyHash = contentOf(fields.take('issuerKeyHash', TAG.octetString));
  const serialNumber = readInteger(fields.take('serialNumber', TAG.integer));
  refuseRest(fields, 'CertID');
  return { hashAlgorithm, hash: HASHES[hashAlgorithm.oid] ?? null, issuerNameHash, issuerKeyHash, serialNumber };
}

function readStatus(node: DerNode): OcspAnswer['status'] {
  switch (node.tag) {
    case contextPrimitive(0):
      return { kind: 'good' };
    case contextPrimitive(2):
      return { kind: 'unknown' };
    case contextConstructed(1): {
      const fields = fieldsOf(node);
      const revokedAt = readTime(fields.take('revocationTime', TAG.generalizedTime));
      const reason = fields.takeOptional(contextConstructed(0));
      const number = reason === undefined ? 0 : readSmallInteger(fieldsOf(reason).take('revocationReason', TAG.enumerated));
      return { kind: 'revoked', revokedAt, reason: reasonByNumber(number), invalidSince: null };
    }
    default:
      throw new ParseError('bad-tag', `got tag 0x${node.tag.toString(16)} at ${node.start}, wanted a CertStatus`, { offset: node.start });
  }
}

function takeExtensions(node: DerNode | undefined): readonly Extension[] {
  return node === undefined ? [] : readExtensions(fieldsOf(node).take('extensions', TAG.sequence));
}

/** A nonce binds a response to a request, and there is none here. */
const EVALUATED: readonly string[] = [OCSP.nonce, OCSP.archiveCutoff, EXTENSION.invalidityDate];

const criticalOf = (extensions: readonly Extension[]): string | null =>
  extensions.find(({ oid, critical }) => critical && !EVALUATED.includes(oid))?.oid ?? null;

function readCertificates(node: DerNode | undefined): readonly Certificate[] {
  if (node === undefined) return [];
  const certificates = childrenOf(fieldsOf(node).take('certs', TAG.sequence));
  if (certificates.length > MAX_RESPONSE_CERTIFICATES) {
    throw new ParseError(
      'too-many',
      `${certificates.length} certificates in one OCSP response, at most ${MAX_RESPONSE_CERTIFICATES} are read`,
    );
  }
  return certificates.map((certificate) => inPlace(certificate.start, () => parseCertificate(rawOf(certificate))));
}
