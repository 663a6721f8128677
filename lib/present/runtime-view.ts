import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Boot } from '#lib/device/attested/boot-types.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { compareTimes } from '#lib/device/time.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { firstDigestText } from '#lib/tpm/describe-event.ts';
import { describeRuntimeRecord, runtimePlace } from '#lib/tpm/describe-runtime.ts';
import { pcrRangeText } from '#lib/tpm/pcr-selection.ts';
import type { RuntimeRecord } from '#lib/tpm/runtime-log.ts';
import { timeText } from './time-text.ts';

/** One measurement of the service manager. */
export interface RuntimeRecordView {
  readonly id: string;
  /** Null for an NvPCR, which is no register of the TPM. */
  readonly pcr: number | null;
  readonly place: string;
  readonly type: string;
  readonly says: string;
  readonly measured: string;
  readonly digest: string;
}

/** What the service manager measured since a start, by the newest answer that tells of it. */
export interface RuntimeView {
  /** The file with the answer. */
  readonly sha256: string;
  /** When it was handed in, and what its quote confirms. */
  readonly told: string;
  readonly records: readonly RuntimeRecordView[];
}

interface Answer {
  readonly sha256: string;
  readonly submission: Submission;
  readonly evidence: AttestationEvidence;
}

type Start = Pick<Boot, 'documentId' | 'firstSeenAt' | 'lastSeenAt'>;

/**
 * The records of systemd that came with the answers of one start. They grow while the system runs, so those of the newest answer are shown; null where
 * none came along. A log of systemd that was handed in by itself says nothing of which start it is.
 */
export function runtimeView(locale: Locale, device: DeviceState, start: Start): RuntimeView | null {
  const answer = answersOf(device, start).findLast(({ evidence }) => evidence.runtimeLog.state === 'read');
  if (answer?.evidence.runtimeLog.state !== 'read') return null;
  const { sha256, submission } = answer;
  const values = { at: timeText(submission.receivedAt) };
  const confirmed = confirmedIn(device, submission);
  return {
    sha256,
    told:
      confirmed.length === 0
        ? translate(locale, 'firmware.runtimeUnconfirmed', values)
        : translate(locale, 'firmware.runtimeConfirmed', { ...values, registers: pcrRangeText(confirmed) }),
    records: answer.evidence.runtimeLog.log.records.map((record) => recordView(locale, record)),
  };
}

/** Answers with the log of this start, while it was the last one that was told, in the order of receipt. */
function answersOf({ documents }: DeviceState, { documentId, firstSeenAt, lastSeenAt }: Start): readonly Answer[] {
  const own = documents.find(({ read }) => read.id === documentId)?.read.document;
  const digest = own?.kind === 'attestation-evidence' ? logDigestOf(own) : documentId;
  return documents
    .flatMap(({ read: { document }, submissions }): readonly Answer[] => {
      if (document?.kind !== 'attestation-evidence' || logDigestOf(document) !== digest) return [];
      return submissions
        .filter(({ receivedAt }) => compareTimes(receivedAt, firstSeenAt) >= 0 && compareTimes(receivedAt, lastSeenAt) <= 0)
        .map((submission) => ({ sha256: submission.sha256, submission, evidence: document }));
    })
    .sort((a, b) => compareTimes(a.submission.receivedAt, b.submission.receivedAt));
}

const logDigestOf = ({ eventLog }: AttestationEvidence): string | null => (eventLog.state === 'read' ? eventLog.sha256 : null);

/** PCRs of which the quote of an answer confirms what these records add up to; none where nothing of it is proven. */
function confirmedIn({ attestation }: DeviceState, { id }: Submission): readonly number[] {
  const row = attestation.attestations.find(({ submission, outcome }) => submission === id && outcome === 'passed');
  const confirmed =
    row?.registers.filter(({ attested, status, reason }) => attested && status === 'match' && reason === 'runtime-log') ?? [];
  return [...new Set(confirmed.map(({ pcr }) => pcr))].sort((a, b) => a - b);
}

function recordView(locale: Locale, record: RuntimeRecord): RuntimeRecordView {
  return {
    id: `${record.offset}`,
    pcr: record.pcr,
    place: runtimePlace(record),
    type: visibleText(record.eventType ?? ''),
    says: visibleText(describeRuntimeRecord(record)),
    measured: catalogueOf(locale).document.measuredPart[record.textMeasured ? 'all' : 'none'],
    digest: firstDigestText(record),
  };
}
