import { describeDocument } from '#lib/artifact/describe.ts';
import type { Kind } from '#lib/artifact/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import type { DeviceDocument, LinkGround } from '#lib/device/types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import type { AnswerOutcomes } from './answer-outcomes.ts';
import { hasContent, type Section } from './document-fields.ts';
import { type CheckView, checkView, documentView } from './document-view.ts';

/**
 * Whether a document convinces. `not-evaluated`: no check failed, and one that is required could not be answered.
 * `attested`: a TPM answered a challenge by it. `self-asserted`: nobody signed anything that is relied upon.
 */
export type Standing = 'verified' | 'attested' | 'not-verified' | 'not-evaluated' | 'self-asserted' | 'unreadable';

export type EvidenceFamily = 'certificate' | 'bom' | 'inventory' | 'other';

/** One document of a device as its page shows it: what it is, what it says, how it was judged. */
export interface EvidenceView {
  /** Unique within one device. */
  readonly id: string;
  /** The artifact. */
  readonly sha256: string;
  /** All artifacts that hold this document: one certificate comes as DER and as PEM. */
  readonly artifacts: readonly string[];
  readonly family: EvidenceFamily;
  readonly kind: string;
  /** It is the file itself, in which others of its artifact stand. */
  readonly encloses: boolean;
  /** One line: what the document claims to be. */
  readonly title: string;
  readonly standing: Standing;
  /** It changes what is expected of the device; null for kinds that never do. */
  readonly contributes: boolean | null;
  /** Why it belongs to this device, in words. */
  readonly ground: string;
  readonly groundId: LinkGround;
  /** ISO 8601: judged at this instant. */
  readonly provenAt: string;
  /** Earliest first, at most MAX_SUBMISSIONS: the first ones and the newest. */
  readonly submissions: readonly SubmissionView[];
  readonly submissionCount: number;
  readonly checks: readonly CheckView[];
  /** What it says, without its lists of parts. */
  readonly facts: readonly Section[];
  /** Null where it has no parts, or could not be read. */
  readonly parts: number | null;
  /** Null for anything but a BOM. */
  readonly bom: BomFacts | null;
}

export interface SubmissionView {
  readonly id: string;
  readonly receivedAt: string;
  readonly by: string;
  readonly role: string | null;
  readonly fileName: string | null;
}

/** How the signatures of a BOM stand, the worst of them: `part-broken` where the one over the whole is sound or absent. */
export type BomSignatureStanding = 'proven' | 'unproven' | 'not-evaluated' | 'broken' | 'part-broken';

export interface BomFacts {
  /** As the BOM counts its own changes. */
  readonly version: number;
  readonly schemaValid: boolean;
  /** Null: the BOM as a whole is not signed, and no part has a signature that fails. */
  readonly signature: BomSignatureStanding | null;
  readonly problems: readonly { readonly code: string; readonly detail: string; readonly path: string | null }[];
  readonly problemCount: number;
}

/** Acts of handing in that a view lists; a collector may hand in the same file every hour. */
export const MAX_SUBMISSIONS = 50;
/** Problems of a BOM that a view lists. */
export const MAX_PROBLEMS = 20;

/** What a page shows of one document of a device. @param outcomes  of its answers: no file says by itself what it proves */
export function evidenceView(locale: Locale, document: DeviceDocument, outcomes: AnswerOutcomes = NO_OUTCOMES): EvidenceView {
  const { read, sha256, submissions, contributes, ground, provenAt } = document;
  return {
    id: `${sha256}.${read.id}.${read.offset}`,
    sha256,
    artifacts: [...new Set([sha256, ...submissions.map((submission) => submission.sha256)])],
    family: familyOf(document),
    kind: translate(locale, `kind.${read.kind}`),
    encloses: read.kind === 'attestation-evidence',
    title: documentTitle(document),
    standing: answerStanding(document, outcomes) ?? standingOf(document),
    contributes: SETS_EXPECTATION.includes(read.kind) ? contributes : null,
    ground: translate(locale, `device.ground.${ground}`),
    groundId: ground,
    provenAt,
    submissions: told(submissions).map(submissionView),
    submissionCount: submissions.length,
    checks: document.checks.map((check) => checkView(locale, check)),
    facts: documentView(locale, { read })
      .sections.map((section) => ({ ...section, table: null }))
      .filter(hasContent),
    parts: read.document !== undefined && 'components' in read.document ? read.document.components.length : null,
    bom: bomOf(document),
  };
}

/** One line about a document of a device, without invisible characters. */
export const documentTitle = ({ read }: Pick<DeviceDocument, 'read'>): string => visibleText(describeDocument(read));

const SETS_EXPECTATION: readonly Kind[] = ['platform-certificate', 'delta-platform-certificate', 'rebase-platform-certificate'];

function familyOf({ read: { kind } }: DeviceDocument): EvidenceFamily {
  if (kind.endsWith('certificate')) return 'certificate';
  return kind === 'cyclonedx-bom' ? 'bom' : kind === 'inventory' ? 'inventory' : 'other';
}

const NO_OUTCOMES: AnswerOutcomes = new Map();

function answerStanding({ read }: DeviceDocument, outcomes: AnswerOutcomes): Standing | undefined {
  const outcome = read.document?.kind === 'attestation-evidence' ? outcomes.get(read.id) : undefined;
  return outcome === undefined ? undefined : outcome === 'passed' ? 'attested' : 'not-verified';
}

function standingOf(document: DeviceDocument): Standing {
  if (document.read.document === undefined) return 'unreadable';
  // A BOM that was changed after signing is nobody's word.
  if (familyOf(document) === 'bom' && signatureOf(document.checks) === 'broken') return 'not-verified';
  if (familyOf(document) !== 'certificate' && document.read.kind !== 'reference-manifest') return 'self-asserted';
  if (document.trusted) return 'verified';
  return document.checks.some(({ status }) => status === 'fail') ? 'not-verified' : 'not-evaluated';
}

function told(submissions: readonly Submission[]): readonly Submission[] {
  return submissions.length <= MAX_SUBMISSIONS ? submissions : [...submissions.slice(0, 1), ...submissions.slice(1 - MAX_SUBMISSIONS)];
}

const submissionView = ({ id, receivedAt, submittedBy, role, fileName }: Submission): SubmissionView => ({
  id,
  receivedAt,
  by: visibleText(submittedBy),
  role: role === null ? null : visibleText(role),
  fileName: fileName === null ? null : visibleText(fileName),
});

function bomOf({ read: { document }, checks }: DeviceDocument): BomFacts | null {
  if (document?.kind !== 'cyclonedx-bom') return null;
  const { version, schemaValid, problems } = document;
  const listed = problems.slice(0, MAX_PROBLEMS).map(({ code, detail, path }) => ({
    code: visibleText(code),
    detail: visibleText(detail),
    path: path === null ? null : visibleText(path),
  }));
  return { version, schemaValid, signature: signatureOf(checks), problems: listed, problemCount: problems.length };
}

function signatureOf(checks: DeviceDocument['checks']): BomSignatureStanding | null {
  const statusOf = (wanted: string) => checks.find(({ id }) => id === wanted)?.status;
  const whole = statusOf('bom-signature');
  if (whole === 'fail') return 'broken';
  if (statusOf('part-signatures') === 'fail') return 'part-broken';
  if (whole === undefined || whole === 'not-applicable') return null;
  if (whole === 'unknown') return 'not-evaluated';
  return statusOf('origin') === 'pass' ? 'proven' : 'unproven';
}
