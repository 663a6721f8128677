import { childrenOf, contextConstructed, expectTag, fieldsOf, rawOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { looksLikePem, readPemBlocks } from '#lib/encoding/pem.ts';
import { type Inflate, looksLikeZip, readZip } from '#lib/encoding/zip.ts';
import { parseCertificate } from './certificate.ts';
import type { Certificate } from './types.ts';

/** Octets of a set of certificates, packed or not. Microsoft's of all TPM vendors has about 2 MiB. */
export const MAX_SET_BYTES = 8 * 1024 * 1024;
/** Certificates of one set. */
export const MAX_SET_CERTIFICATES = 3000;

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** Files of an archive that may hold certificates; others are left packed. */
const CERTIFICATE_FILE = /\.(?:cer|crt|der|pem|p7b|p7c)$/i;

/** One certificate of a set, or why a part of it is none. */
export type SetMember = {
  /** Where it stands: the path in the archive; empty for a set that is one file. */
  readonly path: string;
} & ({ readonly certificate: Certificate } | { readonly error: ParseError });

/**
 * All certificates in a file: one in DER, PEM blocks, PKCS #7 without content, or an archive (zip) with folders of such files. Nothing is written anywhere, and a
 * part that can't be read is told in its place.
 * @throws ParseError for what is no set at all, and beyond the limits
 * @spec   RFC 5652 section 5.1 (SignedData); RFC 7468 sections 5 and 8
 */
export function readCertificateSet(bytes: Uint8Array, inflate: Inflate): readonly SetMember[] {
  if (bytes.length > MAX_SET_BYTES) throw new ParseError('too-large', `${bytes.length} octets; at most ${MAX_SET_BYTES} are read`);
  if (!looksLikeZip(bytes)) return atMost(membersOf('', bytes));
  return atMost(
    readZip(bytes, { isWanted: (path) => CERTIFICATE_FILE.test(path), inflate }).flatMap((entry) =>
      told(entry.path, () => membersOf(entry.path, entry.bytes)),
    ),
  );
}

function atMost(members: readonly SetMember[]): readonly SetMember[] {
  if (members.length > MAX_SET_CERTIFICATES)
    throw new ParseError('too-many', `${members.length} certificates in one set; at most ${MAX_SET_CERTIFICATES} are read`);
  return members;
}

/** @throws ParseError where the whole is none */
function membersOf(path: string, bytes: Uint8Array): readonly SetMember[] {
  if (!looksLikePem(bytes)) return fromDer(path, bytes);
  return readPemBlocks(bytes).flatMap((block) =>
    'error' in block ? [{ path, error: block.error }] : told(path, () => fromDer(path, block.der)),
  );
}

function fromDer(path: string, der: Uint8Array): readonly SetMember[] {
  const certificates = signedCertificates(der);
  if (certificates === null) return [{ path, certificate: parseCertificate(der) }];
  return certificates.flatMap((each) => told(path, () => [{ path, certificate: parseCertificate(each) }]));
}

/** The certificates of a PKCS #7 file; null for another structure. */
function signedCertificates(der: Uint8Array): readonly Uint8Array[] | null {
  const outer = childrenOf(expectTag(readDer(der), TAG.sequence, 'a certificate, or ContentInfo'));
  const [type, content] = outer;
  if (type?.tag !== TAG.oid || readOid(type) !== SIGNED_DATA || content === undefined) return null;
  const fields = fieldsOf(fieldsOf(content).take('content', TAG.sequence));
  fields.take('version', TAG.integer);
  fields.take('digestAlgorithms', TAG.set);
  fields.take('encapContentInfo', TAG.sequence);
  const certificates = fields.takeOptional(contextConstructed(0));
  return certificates === undefined ? [] : childrenOf(certificates).map(rawOf);
}

function told(path: string, read: () => readonly SetMember[]): readonly SetMember[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return [{ path, error }];
  }
}
