import { toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { nameText } from '#lib/x509/name.ts';
import { GUID_OCTETS, guidText } from './guid.ts';

/** One key, certificate or digest of a list that Secure Boot consults. */
export type ListedSignature =
  /** The owner is null where a shim names the certificate that it brings along. */
  | { readonly kind: 'certificate'; readonly owner: string | null; readonly sha256: string; readonly subject: string | null }
  | { readonly kind: 'digest'; readonly owner: string; readonly algorithm: string; readonly digest: string }
  /** A list of a type that this program doesn't read further. */
  | { readonly kind: 'other'; readonly owner: string; readonly type: string; readonly sha256: string };

/** Entries of all lists of one variable. Lists of revoked images have under 1,000. */
export const MAX_LISTED_SIGNATURES = 20_000;
/** Octets before the header of a list, and before the data of an entry. */
const [LIST_HEAD, OWNER] = [28, GUID_OCTETS];
const SPEC = 'UEFI 2.10 section 32.4.1';
const X509 = 'a5c059a1-94e4-4aa7-87b5-ab155c2bf072';
/** A digest of an image, or of the signed part of a certificate with the time from which it is revoked behind it. */
const DIGESTS: Readonly<Record<string, { readonly algorithm: string; readonly size: number }>> = {
  '826ca512-cf10-4ac9-b187-be01496631bd': { algorithm: 'sha1', size: 20 },
  'c1c41626-504c-4092-aca9-41f936934328': { algorithm: 'sha256', size: 32 },
  'ff3e5307-9fd0-48c9-85f1-8ad56c701e01': { algorithm: 'sha384', size: 48 },
  '093e0fae-a6c4-4f50-9f1b-d41e2b89c19a': { algorithm: 'sha512', size: 64 },
  '3bd2a492-96c0-4079-b420-fcf98ef103ed': { algorithm: 'sha256 of a certificate', size: 32 },
  '7076876e-80c2-4ee6-aad2-28b349a6865b': { algorithm: 'sha384 of a certificate', size: 48 },
  '446dbf63-2502-4cda-bcfa-2465d2b0fe9d': { algorithm: 'sha512 of a certificate', size: 64 },
};

/**
 * Reads a row of EFI_SIGNATURE_LIST, as the variables PK, KEK, db and dbx hold them. No list at all is possible.
 * @throws ParseError 'truncated', 'bad-value', 'too-many'
 * @spec UEFI 2.10 section 32.4.1
 */
export function readSignatureLists(octets: Uint8Array): readonly ListedSignature[] {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC });
  const entries: ListedSignature[] = [];
  while (cursor.left() > 0) {
    const type = guidText(cursor.take(GUID_OCTETS, 'signatureType'));
    const [listSize, headerSize, size] = [cursor.u32('signatureListSize'), cursor.u32('signatureHeaderSize'), cursor.u32('signatureSize')];
    const body = listSize - LIST_HEAD - headerSize;
    if (size <= OWNER || body < 0 || body % size !== 0)
      throw cursor.refuse('bad-value', `a list of ${listSize} octets in entries of ${size}`);
    cursor.take(headerSize, 'signatureHeader');
    const list = cursor.take(body, 'signatures');
    if (entries.length + body / size > MAX_LISTED_SIGNATURES) throw cursor.refuse('too-many', `more than ${MAX_LISTED_SIGNATURES} entries`);
    for (let at = 0; at < body; at += size) entries.push(readSignatureData(type, list.subarray(at, at + size)));
  }
  return entries;
}

/** EFI_SIGNATURE_DATA: its owner, then what its list's type says. */
function readSignatureData(type: string, entry: Uint8Array): ListedSignature {
  const [owner, data] = [guidText(entry), entry.subarray(OWNER)];
  const digest = DIGESTS[type];
  if (type === X509) return certificateOf(owner, data);
  if (digest === undefined || data.length < digest.size) return { kind: 'other', owner, type, sha256: sha256Hex(data) };
  return { kind: 'digest', owner, algorithm: digest.algorithm, digest: toHex(data.subarray(0, digest.size)) };
}

/** Which certificate let an image start: EFI_SIGNATURE_DATA on its own, or the bare certificate of a shim. Null where there is no room for an owner. */
export function readAuthority(octets: Uint8Array): ListedSignature | null {
  const subject = subjectOf(octets);
  if (subject !== null) return { kind: 'certificate', owner: null, sha256: sha256Hex(octets), subject };
  return octets.length <= OWNER ? null : certificateOf(guidText(octets), octets.subarray(OWNER));
}

function certificateOf(owner: string, der: Uint8Array): ListedSignature {
  return { kind: 'certificate', owner, sha256: sha256Hex(der), subject: subjectOf(der) };
}

function subjectOf(der: Uint8Array): string | null {
  try {
    return nameText(parseCertificate(der).subject);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}
