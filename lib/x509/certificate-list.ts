import {
  childrenOf,
  contextConstructed,
  type DerFields,
  type DerNode,
  expectTag,
  fieldsOf,
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
import { scanEntries } from './certificate-list-entries.ts';
import { readIssuingDistributionPoint } from './distribution-points.ts';
import { readExtensions, readKnownExtension } from './extensions.ts';
import { readName } from './name.ts';
import { EXTENSION } from './oids.ts';
import type { CertificateList, OctetRange } from './revocation-types.ts';
import { refuseRest, takeSignature } from './signed-object.ts';
import type { Extension } from './types.ts';

/** Octets of one list: what one artifact may have. */
export const MAX_LIST_BYTES = 64 * 1024 * 1024;
/** Warnings kept of one list. */
const MAX_LIST_WARNINGS = 200;

/** Critical extensions that are evaluated. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.crlNumber,
  EXTENSION.deltaCrlIndicator,
  EXTENSION.issuingDistributionPoint,
]);

/** Whether the bytes begin with a value of a list's structure: SEQUENCE { SEQUENCE { [version] AlgorithmIdentifier Name Time … } … }. */
export function looksLikeCertificateList(bytes: Uint8Array): boolean {
  if (bytes[0] !== TAG.sequence) return false;
  try {
    const [tbs] = childrenOf(readDerPrefix(bytes));
    if (tbs?.tag !== TAG.sequence) return false;
    const tags = childrenOf(tbs).map((node) => node.tag);
    const rest = tags[0] === TAG.integer ? tags.slice(1) : tags;
    return rest[0] === TAG.sequence && rest[1] === TAG.sequence && (rest[2] === TAG.utcTime || rest[2] === TAG.generalizedTime);
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

/**
 * Parses one certificate revocation list in DER; the whole input must be consumed. Every entry is looked at once and none is
 * kept as an object: `findEntry` reads the one that is asked for.
 * @throws ParseError 'too-large' | 'truncated' | 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-time' | 'trailing-data' |
 *         'too-many' | 'unsupported-version' and what the DER reader throws, with the octet offset
 * @spec   RFC 5280 section 5.1
 */
export function parseCertificateList(der: Uint8Array): CertificateList {
  if (der.length > MAX_LIST_BYTES) {
    throw new ParseError('too-large', `a revocation list of ${der.length} octets; at most ${MAX_LIST_BYTES} are read`);
  }
  const warnings: Warning[] = [];
  const outer = fieldsOf(expectTag(readDer(der, warnings), TAG.sequence, 'CertificateList'));
  const tbs = outer.take('tbsCertList', TAG.sequence);
  const signature = takeSignature(outer);
  refuseRest(outer, 'the revocation list');
  return {
    kind: 'certificate-revocation-list',
    id: sha256Hex(der),
    der,
    signedRange: { start: tbs.start, end: tbs.end },
    ...readTbs(tbs, warnings),
    ...signature,
    warnings: warnings.slice(0, MAX_LIST_WARNINGS),
  };
}

/** The signed octets of a list or a response, as received. */
export function signedOctetsOf({ der, signedRange }: { readonly der: Uint8Array; readonly signedRange: OctetRange }): Uint8Array {
  return der.subarray(signedRange.start, signedRange.end);
}

type TbsFields = Omit<CertificateList, 'kind' | 'id' | 'der' | 'signedRange' | 'signatureAlgorithm' | 'signatureValue' | 'warnings'>;

function readTbs(node: DerNode, warnings: Warning[]): TbsFields {
  const fields = fieldsOf(node);
  const version = readVersion(fields);
  const innerSignatureAlgorithm = readAlgorithmIdentifier(fields.take('signature'));
  const issuer = readName(fields.take('issuer'));
  const thisUpdate = readTime(fields.take('thisUpdate'));
  const next = fields.takeOptional(TAG.utcTime) ?? fields.takeOptional(TAG.generalizedTime);
  const revoked = fields.takeOptional(TAG.sequence);
  const extensions = readListExtensions(fields);
  refuseRest(fields, 'tbsCertList');
  const entries = revoked === undefined ? { start: node.end, end: node.end } : { start: revoked.contentStart, end: revoked.end };
  if (revoked !== undefined && entries.start === entries.end) warn(revoked, 'empty-list', 'a list without entries is written out');
  const scan = scanEntries(node.source.bytes, entries);
  const known = readKnownExtensions(extensions, warnings);
  return {
    version,
    innerSignatureAlgorithm,
    issuer,
    thisUpdate,
    nextUpdate: next === undefined ? null : readTime(next),
    entries,
    entryCount: scan.count,
    extensions,
    ...known,
    obstacle: obstacleOf({ extensions, ...known }, scan),
  };
}

function readVersion(fields: DerFields): 1 | 2 {
  const node = fields.takeOptional(TAG.integer);
  if (node === undefined) return 1;
  const version = readSmallInteger(node);
  if (version === 0) warn(node, 'encoded-default', 'version 1 is written out');
  if (version > 1) {
    throw new ParseError('unsupported-version', `revocation list version ${version + 1}; 1 and 2 are known`, { offset: node.start });
  }
  return version === 1 ? 2 : 1;
}

function readListExtensions(fields: DerFields): readonly Extension[] {
  const tagged = fields.takeOptional(contextConstructed(0));
  if (tagged === undefined) return [];
  const inner = fieldsOf(tagged);
  const extensions = readExtensions(inner.take('crlExtensions', TAG.sequence));
  refuseRest(inner, 'crlExtensions');
  return extensions;
}

type KnownExtensions = Pick<CertificateList, 'number' | 'baseNumber' | 'issuingDistributionPoint' | 'authorityKeyIdentifier'>;

function readKnownExtensions(extensions: readonly Extension[], warnings: Warning[]): KnownExtensions {
  const known = <T>(oid: string, read: (value: Uint8Array) => T): T | null => readKnownExtension({ extensions, oid, read, warnings });
  return {
    number: known(EXTENSION.crlNumber, readListNumber),
    baseNumber: known(EXTENSION.deltaCrlIndicator, readListNumber),
    issuingDistributionPoint: known(EXTENSION.issuingDistributionPoint, readIssuingDistributionPoint),
    authorityKeyIdentifier: known(EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
  };
}

function readListNumber(value: Uint8Array): bigint {
  return readInteger(expectTag(readDer(value), TAG.integer, 'CRLNumber'));
}

/** @spec RFC 5280 sections 5.2 and 5.3: what is critical and not evaluated forbids any use of the list */
function obstacleOf(
  list: KnownExtensions & Pick<CertificateList, 'extensions'>,
  { criticalExtension, namesIssuers }: ReturnType<typeof scanEntries>,
): string | null {
  const isPresent = (oid: string): boolean => list.extensions.some((extension) => extension.oid === oid);
  const unknown = list.extensions.find(({ oid, critical }) => critical && !UNDERSTOOD.has(oid));
  if (unknown !== undefined) return `its critical extension ${unknown.oid} is not evaluated`;
  if (isPresent(EXTENSION.issuingDistributionPoint) && list.issuingDistributionPoint === null) return "what it covers can't be read";
  if (isPresent(EXTENSION.deltaCrlIndicator) && list.baseNumber === null) return "the list that it changes can't be read";
  if (criticalExtension !== null) return `the critical extension ${criticalExtension} of an entry is not evaluated`;
  if (namesIssuers || list.issuingDistributionPoint?.indirect === true) {
    return 'it is indirect: it speaks of certificates of several issuers, which is not evaluated';
  }
  return null;
}
