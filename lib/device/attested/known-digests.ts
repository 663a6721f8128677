import type { ReadDocument } from '#lib/artifact/types.ts';
import { valuesOfConcise } from '#lib/attestation/reference/concise-values.ts';
import type { ReferenceSource, ReferenceValue } from '#lib/attestation/reference/reference-value.ts';
import { strongDigests, valuesOfFirmware, valuesOfLogs } from '#lib/attestation/reference/source-values.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { TPM_HASHES } from '#lib/tpm/algorithms.ts';
import { firmwareOf } from './firmware-sources.ts';

/** A digest that a document gives as right, if it counts. */
export interface KnownDigest {
  /** Lower-case hexadecimal. */
  readonly digest: string;
  /** Of what, in words. */
  readonly describes: string;
}

/** Digests of one document that are kept for looking up. Real ones give some hundreds. */
export const MAX_KNOWN_DIGESTS = 20_000;

/**
 * The digests that a reference manifest, a BOM's firmware or a log gives, each once; what they are worth, and whether anybody vouches for the log, is not
 * asked here. SHA-1 can be made to collide, so nothing is known by it.
 */
export function knownDigestsOf({ document }: Pick<ReadDocument, 'document'>): readonly KnownDigest[] {
  switch (document?.kind) {
    case 'reference-manifest':
      return eachOnce([...filesOf(document), ...valuesOf(document)]);
    case 'cyclonedx-bom':
      return eachOnce(valuesOfFirmware(firmwareOf(document), NOBODY));
    case 'tpm-event-log':
      return eachOnce(valuesOfLogs({ logs: document.logs, source: NOBODY }));
    default:
      return [];
  }
}

/** Whose word it is stands beside the document. */
const NOBODY: ReferenceSource = {
  by: 'manifest',
  documentId: '',
  because: [],
  platform: null,
  signer: null,
  firmwareVersion: null,
  reason: null,
};

const filesOf = ({ files }: ReferenceManifest): readonly KnownDigest[] =>
  files.flatMap((file) => strongDigests(file).map(({ value }) => ({ digest: value.toLowerCase(), describes: file.name })));

function valuesOf(manifest: ReferenceManifest): readonly ReferenceValue[] {
  const { values, registers } = valuesOfConcise(manifest, NOBODY);
  return [...values, ...registers.flatMap((register) => register.values)];
}

const LENGTHS: ReadonlySet<number> = new Set(TPM_HASHES.filter(({ name }) => name !== 'sha1').map(({ size }) => 2 * size));

/** Whether a text is a digest by which something may be known: of any hash function of a TPM but SHA-1. */
export const isKnownForm = (digest: string): boolean => LENGTHS.has(digest.length) && /^[0-9a-f]+$/.test(digest);

function eachOnce(known: readonly KnownDigest[]): readonly KnownDigest[] {
  const first = new Map<string, KnownDigest>();
  for (const { digest, describes } of known) {
    if (first.size === MAX_KNOWN_DIGESTS) break;
    if (isKnownForm(digest) && !first.has(digest)) first.set(digest, { digest, describes });
  }
  return [...first.values()];
}
