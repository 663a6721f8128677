import { matchFiles, type UnlistedFile } from '#lib/attestation/match-files.ts';
import { valuesOfFirmware } from '#lib/attestation/reference/source-values.ts';
import { findTpmHash, hashNameOf } from '#lib/tpm/algorithms.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import type { DeviceDocument } from '../types.ts';
import type { JudgedAnswer } from './attestations.ts';

/** Files that a running device used, as the measurement list of its kernel tells and its TPM attests, beside what BOMs list. */
export interface MeasuredFiles {
  /** The evidence that says so. */
  readonly sha256: string;
  readonly receivedAt: string;
  /** BOMs whose digests count. */
  readonly sources: readonly string[];
  readonly listed: number;
  /** The first of those that no BOM lists, in the order of the list. */
  readonly unlisted: readonly UnlistedFile[];
  readonly unlistedCount: number;
}

/** What is compared. */
export interface FileQuestion {
  readonly answers: readonly JudgedAnswer[];
  readonly documents: readonly DeviceDocument[];
  /** Artifacts that two people accepted as what the device holds. */
  readonly accepted: ReadonlySet<string>;
}

/**
 * Looks up each file of the newest answer that passed: in BOMs that somebody who is trusted signed, or that two people accepted.
 * @returns null where no answer has a list that its quote confirms, and where no BOM that counts lists a digest: then nothing is known
 *          to be missing
 * @spec Linux kernel, Integrity Measurement Architecture
 */
export function measuredFilesOf({ answers, documents, accepted }: FileQuestion): MeasuredFiles | null {
  const answer = answers.findLast(({ attestation, evidence }) => attestation.outcome === 'passed' && evidence.imaLog.state === 'read');
  const listing = documents.map((document) => ({ document, known: digestsIn(document, accepted) })).filter(({ known }) => known.length > 0);
  const { imaLog } = answer?.evidence ?? {};
  if (answer === undefined || imaLog?.state !== 'read' || listing.length === 0) return null;
  const attestedEntries = attestedEntriesOf(answer);
  if (attestedEntries === null) return null;
  const known = new Set(listing.flatMap((each) => each.known));
  const { listed, unlisted, unlistedCount } = matchFiles({ imaLog: imaLog.log, attestedEntries, known, valueIn: () => undefined });
  const sources = [...new Set(listing.map(({ document }) => document.sha256))].sort();
  return { sha256: answer.document.sha256, receivedAt: answer.submission.receivedAt, sources, listed, unlisted, unlistedCount };
}

/** Digests of files that BOMs list which somebody who is trusted signed, or which two people accepted. */
export const knownFilesOf = (documents: readonly DeviceDocument[], accepted: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(documents.flatMap((document) => digestsIn(document, accepted)));

/** How much of the list PCR 10 stands for; null where it doesn't. */
function attestedEntriesOf({ evidence }: JudgedAnswer): number | null {
  const { quote, signature, pcrValues, eventLog, imaLog, runtimeLog } = evidence;
  const hash = findTpmHash(signature.hash)?.name;
  if (hash === undefined || imaLog.state !== 'read') return null;
  return comparePcrs({
    quoted: { selections: quote.pcrSelect, pcrDigest: quote.pcrDigest, hash },
    values: pcrValues,
    logs: eventLog.state === 'read' ? eventLog.log.logs : [],
    noLog: 'log-absent',
    imaLog: imaLog.log,
    runtimeLog: runtimeLog.state === 'read' ? runtimeLog.log : null,
    matchedEarlier: [],
  }).imaEntries;
}

/** `sha256:` and digits, as `matchFiles` looks them up. */
function digestsIn({ read, sha256, checks }: DeviceDocument, accepted: ReadonlySet<string>): readonly string[] {
  if (read.document?.kind !== 'cyclonedx-bom') return [];
  const isSigned = checks.some(({ id, status }) => id === 'origin' && status === 'pass');
  if (!isSigned && !accepted.has(sha256)) return [];
  const parts = read.document.components.map(({ model, hashes }) => ({ name: model, hashes }));
  const source = {
    by: 'bom',
    documentId: read.id,
    because: [sha256],
    platform: null,
    signer: null,
    firmwareVersion: null,
    reason: null,
  } as const;
  return valuesOfFirmware(parts, source).map(({ bank, digest }) => `${hashNameOf(bank)}:${digest}`);
}
