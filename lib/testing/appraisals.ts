import type {
  Appraisal,
  AppraisalInput,
  AppraisalPolicy,
  AttestationChallenge,
  EarlierQuote,
  EnrolmentFacts,
} from '#lib/attestation/appraisal-types.ts';
import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import { compareWithReferences } from '#lib/attestation/reference/compare.ts';
import { indexReferences } from '#lib/attestation/reference/reference-value.ts';
import { valuesOfLogs } from '#lib/attestation/reference/source-values.ts';
import type { PcrSelection } from '#lib/tpm/pcr-selection.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from './attestation-evidence.ts';
import { type MadeAttestationKey, makeAttestationKey } from './tpm-quotes.ts';

const SHA256 = 0x000b;

/** All PCRs that the small boot extends. */
export const WHOLE_BOOT: readonly PcrSelection[] = [{ hash: SHA256, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8] }];

/** Two keys of one device, made once: RSA keys take long. */
export const [SAMPLE_KEY, OTHER_KEY] = [makeAttestationKey('ecdsa'), makeAttestationKey('ecdsa')] as const;

const nameOfKey = ({ publicArea }: MadeAttestationKey): Uint8Array => nameOf(parsePublicArea(publicArea)) ?? new Uint8Array();

/** A question that was put to the sample key, and holds for five minutes. */
export const SAMPLE_CHALLENGE: AttestationChallenge = {
  nonce: new Uint8Array(32).fill(7),
  selection: WHOLE_BOOT,
  issuedAt: '2026-06-01T12:00:00.000Z',
  expiresAt: '2026-06-01T12:05:00.000Z',
  answeredAt: null,
  keyName: nameOfKey(SAMPLE_KEY),
};

const ENROLLED: EnrolmentFacts = {
  proof: 'activation',
  keyName: nameOfKey(SAMPLE_KEY),
  revoked: false,
  endorsementKey: null,
  chain: 'pass',
  components: 'unknown',
};

const POLICY: AppraisalPolicy = {
  requiredPcrs: WHOLE_BOOT,
  requireSecureBoot: true,
  requireReferences: false,
  requireKnownFiles: false,
};

/** A quote that was accepted earlier: of the same boot, and a second before. */
export const EARLIER: EarlierQuote = {
  clock: 0n,
  resetCount: 1,
  restartCount: 0,
  firmwareVersion: 0x2019102300163636n,
  matched: [],
};

/** What to change in the usual appraisal. */
export interface MadeAppraisal {
  readonly device?: MadeDevice;
  /** Members of the file of evidence. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly enrolment?: Partial<EnrolmentFacts>;
  readonly challenge?: Partial<AttestationChallenge> | null;
  readonly policy?: Partial<AppraisalPolicy>;
  readonly more?: Partial<Pick<AppraisalInput, 'receivedAt' | 'earlier' | 'otherKey' | 'compareReferences' | 'knownFiles'>>;
}

/** What is asked about a device that answers as it should, unless told otherwise. */
export function makeAppraisal({ device, members, enrolment, challenge = {}, policy, more }: MadeAppraisal = {}): AppraisalInput {
  const made = makeEvidence({ key: SAMPLE_KEY, selections: WHOLE_BOOT, ...device });
  return {
    evidence: parseEvidence(evidenceFile({ ...evidenceMembers(made), ...members })),
    enrolment: { ...ENROLLED, ...enrolment },
    challenge: challenge === null ? null : { ...SAMPLE_CHALLENGE, ...challenge },
    receivedAt: '2026-06-01T12:00:01.000Z',
    earlier: null,
    otherKey: null,
    compareReferences: null,
    knownFiles: null,
    policy: { ...POLICY, ...policy },
    ...more,
  };
}

interface ValuesOver {
  readonly superseded?: boolean;
  /** `learned`: of a boot that was accepted, and nobody signed for it. */
  readonly by?: 'manifest' | 'learned';
}

/** Compares with the values of these logs. */
export function valuesOf(logs: readonly EventLog[], { superseded = false, by = 'manifest' }: ValuesOver = {}) {
  const source = { documentId: 'd-1', because: [], platform: null, signer: null, firmwareVersion: null, reason: 'accepted' };
  const values = valuesOfLogs({ logs, source: { by, ...source } });
  const index = indexReferences(values, { superseded: new Set(superseded ? ['d-1'] : []) });
  return (log: EventLog) => compareWithReferences(log, index);
}

/** The appraisal of the usual device, with these changes. */
export const appraise = (made: MadeAppraisal = {}): Appraisal => appraiseEvidence(makeAppraisal(made));

/** Steps with how they end, in the order in which they are asked. */
export const stepsOf = (made: MadeAppraisal, ...ids: readonly string[]): readonly string[] =>
  appraise(made)
    .checks.filter(({ id }) => ids.includes(id))
    .map(({ id, status }) => `${id} ${status}`);

/** The reason of a step; empty where it was not asked. */
export const detailOf = (made: MadeAppraisal, id: string): string => appraise(made).checks.find((check) => check.id === id)?.detail ?? '';

/** Values of the trustworthiness vector by their claims. */
export const vectorOf = (made: MadeAppraisal): Readonly<Record<string, number>> =>
  Object.fromEntries(appraise(made).vector.map(({ name, value }) => [name, value]));
