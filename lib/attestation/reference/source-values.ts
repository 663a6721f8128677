import { toHex } from '#lib/encoding/bytes.ts';
import { TPM_HASHES } from '#lib/tpm/algorithms.ts';
import { describeEvent } from '#lib/tpm/describe-event.ts';
import { isMeasured } from '#lib/tpm/replay.ts';
import type { EventLog, EventLogDocument, FileDigests } from '#lib/tpm/types.ts';
import type { ManifestDigest, ManifestHash } from './manifest-digest.ts';
import type { ReferenceSource, ReferenceValue } from './reference-value.ts';
import type { PayloadFile, ReferenceManifest } from './types.ts';

/** An event log at hand that may be a support file of a manifest. */
export interface LogAtHand {
  /** Its artifact. */
  readonly sha256: string;
  readonly document: EventLogDocument;
}

/** A file that a manifest vouches for, with the log that it is; null where none at hand has its digest. */
export interface SupportFile {
  readonly file: PayloadFile;
  readonly log: LogAtHand | null;
}

/**
 * Finds the support files of a manifest: by digest and size, never by name. Every digest of a strong hash that both sides have is equal,
 * and there is one.
 * @spec TCG PC Client Reference Integrity Manifest 1.1 section 4.4 (Support RIM)
 */
export function supportFilesOf(manifest: ReferenceManifest, logs: readonly LogAtHand[]): readonly SupportFile[] {
  const byDigest = logsByDigest(logs);
  return manifest.files.map((file) => {
    const candidates = strongDigests(file).flatMap((digest) => byDigest.get(digestKey(digest)) ?? []);
    return { file, log: candidates.find(({ document }) => isSameFile(file, document.file)) ?? null };
  });
}

/** By any of its digests: a manifest may list thousands of files. */
function logsByDigest(logs: readonly LogAtHand[]): ReadonlyMap<string, readonly LogAtHand[]> {
  const byDigest = new Map<string, LogAtHand[]>();
  for (const log of logs) {
    for (const digest of logDigests(log.document.file)) {
      const key = digestKey(digest);
      byDigest.set(key, [...(byDigest.get(key) ?? []), log]);
    }
  }
  return byDigest;
}

/** The digests by which a file may be what a manifest vouches for. */
export const logDigests = ({ sha256, sha384, sha512 }: FileDigests): readonly ManifestDigest[] => [
  { algorithm: 'sha256', value: sha256 },
  { algorithm: 'sha384', value: sha384 },
  { algorithm: 'sha512', value: sha512 },
];

/** The digests of a listed file that identify it. */
export const strongDigests = ({ digests }: PayloadFile): readonly ManifestDigest[] =>
  digests.filter(({ algorithm }) => STRONG.includes(algorithm));

/** A digest as one text. */
export const digestKey = ({ algorithm, value }: ManifestDigest): string => `${algorithm}:${value}`;

const STRONG: readonly ManifestHash[] = ['sha256', 'sha384', 'sha512'];

function isSameFile(listed: PayloadFile, file: FileDigests): boolean {
  const { size } = listed;
  const compared = strongDigests(listed);
  const known: Readonly<Record<string, string>> = { sha256: file.sha256, sha384: file.sha384, sha512: file.sha512 };
  return (
    compared.length > 0 && compared.every(({ algorithm, value }) => known[algorithm] === value) && (size === null || size === file.octets)
  );
}

/** Whose word the values of a log stand on. */
export interface LogValues {
  readonly logs: readonly EventLog[];
  readonly source: ReferenceSource;
}

/** What the records of a log measure, as reference values: of a support file, or of a boot that was accepted. */
export function valuesOfLogs({ logs, source }: LogValues): readonly ReferenceValue[] {
  return logs.flatMap(({ events }) =>
    events.filter(isMeasured).flatMap((event) => {
      const describes = describeEvent(event);
      return event.digests.map(
        ({ hash, digest }): ReferenceValue => ({
          pcr: event.pcr,
          bank: hash,
          digest: toHex(digest),
          eventType: event.type,
          describes,
          source,
        }),
      );
    }),
  );
}

/** A file of firmware with its digests, as a BOM lists it. */
export interface ListedFirmware {
  readonly name: string;
  /** By the name of the hash function: `SHA-256`. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** Digests of firmware as reference values: of no PCR, because a BOM tells of files and not of where they are measured. */
export function valuesOfFirmware(parts: readonly ListedFirmware[], source: ReferenceSource): readonly ReferenceValue[] {
  return parts.flatMap(({ name, hashes }) =>
    Object.entries(hashes).flatMap(([written, value]): readonly ReferenceValue[] => {
      const digest = value.trim().toLowerCase();
      const known = TPM_HASHES.find((hash) => hash.name === hashName(written));
      // SHA-1 can be made to collide, so a file that has it is not known by it.
      if (known === undefined || known.name === 'sha1' || !/^[0-9a-f]+$/.test(digest) || digest.length !== 2 * known.size) return [];
      return [{ pcr: null, bank: known.id, digest, eventType: null, describes: name, source }];
    }),
  );
}

/** `SHA-256` and `SHA3-256` as the table of hash functions has them. */
const hashName = (written: string): string =>
  written
    .trim()
    .toLowerCase()
    .replace(/^sha-(?=\d{3}$)/, 'sha');
