import type { Kind } from '#lib/artifact/types.ts';

/** A file of downloaded evidence, and how its content begins. */
export interface PackagedFile {
  readonly sha256: string;
  readonly kind: Kind;
  /** Its first octets, BEGINNING of them where it has so many. */
  readonly beginning: Uint8Array;
}

/** Octets that tell the form of a file. */
export const BEGINNING = 64;

/**
 * Where a file stands in downloaded evidence: by its kind, then by its SHA-256, never by what a submitter called it: those names may collide, or
 * climb out of the folder. `assay trace` compares the name without folder and extension with the content.
 */
export const evidenceFileName = (file: PackagedFile): string => `artifacts/${file.kind}/${file.sha256}${extensionOf(file)}`;

const DER_SEQUENCE = 0x30;

/** @spec RFC 5280 section 3.4, RFC 6960 appendix C.1 (`.crl`, `.ors`); ISO/IEC 19770-2 (`.swidtag`); RFC 9393, RFC 7519 */
function extensionOf({ kind, beginning }: PackagedFile): string {
  if (kind === 'unknown') return '.bin';
  if (beginning[0] === DER_SEQUENCE && SIGNED_IN_DER.includes(kind)) return DER_EXTENSIONS[kind] ?? '.der';
  const text = Buffer.from(beginning)
    .toString('latin1')
    .replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '');
  if (text.startsWith('<')) return kind === 'reference-manifest' ? '.swidtag' : '.xml';
  if (text.startsWith('{') || text.startsWith('[')) return '.json';
  if (SIGNED_IN_DER.includes(kind)) return isText(beginning) ? '.pem' : '.bin';
  if (kind === 'attestation-result') return text.startsWith('eyJ') ? '.jwt' : '.cbor';
  return OTHER_EXTENSIONS[kind] ?? '.bin';
}

const SIGNED_IN_DER: readonly Kind[] = [
  'platform-certificate',
  'delta-platform-certificate',
  'rebase-platform-certificate',
  'endorsement-key-certificate',
  'attestation-key-certificate',
  'certificate',
  'certificate-revocation-list',
  'ocsp-response',
];
const DER_EXTENSIONS: Partial<Record<Kind, string>> = { 'certificate-revocation-list': '.crl', 'ocsp-response': '.ors' };
const OTHER_EXTENSIONS: Partial<Record<Kind, string>> = {
  'reference-manifest': '.cbor',
  'tpm-runtime-log': '.log',
  inventory: '.txt',
  'cyclonedx-bom': '.txt',
};

/** PEM may begin with what somebody wrote above it; what a TPM kept of a certificate begins with a header of its own. */
const isText = (beginning: Uint8Array): boolean => beginning.every((octet) => (octet >= 0x20 && octet < 0x7f) || isSpace(octet));
const isSpace = (octet: number): boolean => octet === 0x09 || octet === 0x0a || octet === 0x0d;
