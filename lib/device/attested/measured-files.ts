import { matchFiles, type UnlistedFile } from '#lib/attestation/match-files.ts';
import type { ReferenceValue } from '#lib/attestation/reference/reference-value.ts';
import { valuesOfFirmware } from '#lib/attestation/reference/source-values.ts';
import { findTpmHash, hashNameOf } from '#lib/tpm/algorithms.ts';
import { comparePcrs } from '#lib/tpm/compare-pcrs.ts';
import type { DeviceDocument } from '../types.ts';
import type { JudgedAnswer } from './attestations.ts';
import { firmwareSourcesOf, type SourceQuestion } from './firmware-sources.ts';

/** Files that a running device used, as the measurement list of its kernel tells and its TPM attests, beside what BOMs list. */
export interface MeasuredFiles {
  /** The evidence that says so. */
  readonly sha256: string;
  readonly receivedAt: string;
  /** BOMs whose digests count, and manifests beside them. */
  readonly sources: readonly string[];
  readonly listed: number;
  /** The first of those that no BOM lists, in the order of the list. */
  readonly unlisted: readonly UnlistedFile[];
  readonly unlistedCount: number;
  /** Paths of files that changed while they were read, so that nobody knows what was used. */
  readonly changing: readonly string[];
}

/** What is compared. */
export interface FileQuestion extends Omit<SourceQuestion, 'learned'> {
  readonly answers: readonly JudgedAnswer[];
}

/**
 * Looks up each file of the newest answer that passed: in BOMs that somebody who is trusted signed, or that two people accepted, and among the files that
 * manifests of the device vouch for. Manifests add to what BOMs list: without a BOM they say nothing of what else may run.
 * @returns null where no answer has a list that its quote confirms, and where no BOM that counts lists a digest: then nothing is known
 *          to be missing
 * @spec Linux kernel, Integrity Measurement Architecture
 */
export function measuredFilesOf({ answers, ...question }: FileQuestion): MeasuredFiles | null {
  const { documents, accepted } = question;
  const answer = answers.findLast(({ attestation, evidence }) => attestation.outcome === 'passed' && evidence.imaLog.state === 'read');
  const listing = documents.map((document) => ({ document, known: digestsIn(document, accepted) })).filter(({ known }) => known.length > 0);
  const { imaLog } = answer?.evidence ?? {};
  if (answer === undefined || imaLog?.state !== 'read' || listing.length === 0) return null;
  const attestedEntries = attestedEntriesOf(answer);
  if (attestedEntries === null) return null;
  const vouched = manifestFiles(firmwareSourcesOf({ ...question, learned: [] }).values);
  const known = new Set([...listing.flatMap((each) => each.known), ...vouched.map(fileKey)]);
  const matches = matchFiles({ imaLog: imaLog.log, attestedEntries, known, valueIn: () => undefined });
  const { listed, unlisted, unlistedCount, violations: changing } = matches;
  const because = [...listing.map(({ document }) => document.sha256), ...vouched.flatMap(({ source }) => source.because)];
  const sources = [...new Set(because)].sort();
  return { sha256: answer.document.sha256, receivedAt: answer.submission.receivedAt, sources, listed, unlisted, unlistedCount, changing };
}

/**
 * Digests of files that are known: those that BOMs list which somebody who is trusted signed, or which two people accepted, and beside them those of manifests.
 * @param values  of the device's sources that count
 */
export function knownFilesOf(
  { documents, accepted }: Pick<SourceQuestion, 'documents' | 'accepted'>,
  values: readonly ReferenceValue[],
): ReadonlySet<string> {
  const listed = documents.flatMap((document) => digestsIn(document, accepted));
  return new Set(listed.length === 0 ? [] : [...listed, ...manifestFiles(values).map(fileKey)]);
}

/** What manifests know wherever it is measured: the kernel measures files too. */
const manifestFiles = (values: readonly ReferenceValue[]): readonly ReferenceValue[] =>
  values.filter(({ pcr, source }) => pcr === null && source.by === 'manifest');

const fileKey = ({ bank, digest }: ReferenceValue): string => `${hashNameOf(bank)}:${digest}`;

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
  return valuesOfFirmware(parts, source).map(fileKey);
}
