import { isTrusted, requiredChecks, type VerifyInput, verifyDocument } from '#lib/artifact/verify.ts';
import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import type { Check } from '#lib/encoding/check.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { makeRevocations, type Revocations } from '#lib/x509/revocations.ts';
import type { Certificate } from '#lib/x509/types.ts';
import type { KnownDocument } from '../documents.ts';
import type { Evidence } from '../evidence.ts';
import { NO_ISSUER_POLICY } from '../statement/issuer-policy.ts';
import { compareTexts } from '../time.ts';
import { type AtHand, withReferences } from './component-references.ts';
import type { JudgedDocument, Of, Sorted } from './judged-document.ts';
import { ekCertificateKey, namedEndorsementKeys } from './keys.ts';
import { ruleBeforeLinking } from './policy-rulings.ts';
import { signatureKeys } from './signature-keys.ts';

/** Asks a document every question that its kind has to answer; tests pass one that needs no cryptography. */
export type Verify = (input: VerifyInput) => readonly Check[];

export interface JudgeOptions {
  readonly verify?: Verify;
  /** By document id: what the table of who may say what refused once the devices were known. */
  readonly refused?: ReadonlyMap<string, Check>;
  /** What these documents may name although it isn't among them. */
  readonly named?: readonly KnownDocument[];
}

/** Judges every document once. EK certificates first: holders are judged by those that convince. */
export function judgeDocuments(known: readonly KnownDocument[], evidence: Evidence, options: JudgeOptions = {}): Sorted {
  const judge = judgeWith(known, evidence, options);
  const endorsementKeys = known.flatMap((each) =>
    each.read.document?.kind === 'endorsement-key-certificate' ? [{ judged: judge(each, []), document: each.read.document }] : [],
  );
  const holders = holdersByName(endorsementKeys);
  const platforms: Of<PlatformCertificate>[] = [];
  const evidenceOfTpms: Of<AttestationEvidence>[] = [];
  const [reports, authorities]: [JudgedDocument[], JudgedDocument[]] = [[], []];
  const [revocations, unread]: [JudgedDocument[], JudgedDocument[]] = [[], []];
  for (const each of known) {
    const { document } = each.read;
    switch (document?.kind) {
      case undefined:
        unread.push(judge(each, []));
        break;
      case 'endorsement-key-certificate':
        break;
      case 'platform-certificate':
      case 'rebase-platform-certificate':
      case 'delta-platform-certificate':
        platforms.push({ judged: withHolderTold(judge(each, convincingHolders(document, holders)), document, holders), document });
        break;
      case 'attestation-evidence':
        evidenceOfTpms.push({ judged: judge(each, []), document });
        break;
      case 'certificate':
        authorities.push(judge(each, []));
        break;
      case 'certificate-revocation-list':
      case 'ocsp-response':
        revocations.push(judge(each, []));
        break;
      case 'attestation-key-certificate':
      case 'cyclonedx-bom':
      case 'inventory':
      case 'tpm-event-log':
      case 'tpm-quote':
      case 'tpm-runtime-log':
      case 'attestation-result':
      case 'reference-manifest':
        reports.push(judge(each, []));
        break;
      default:
        document satisfies never;
    }
  }
  const sorted = { endorsementKeys, platforms, evidence: evidenceOfTpms, reports, authorities, revocations, unread };
  return withReferences(sorted, () => atHand([...known, ...(options.named ?? [])], evidence, options));
}

/**
 * What may be named, judged without the EK certificates beside it and without the table of who may say what: so it gets the same answer
 * wherever it is looked for, with or without the rest of its device.
 */
function atHand(documents: readonly KnownDocument[], evidence: Evidence, { verify }: JudgeOptions): AtHand {
  const judge = judgeWith(documents, { ...evidence, issuerPolicy: NO_ISSUER_POLICY }, verify === undefined ? {} : { verify });
  const each = new Map(documents.map((known) => [known.read.id, known]));
  return { documents: [...each.values()], convinces: (known) => judge(known, []).convinces };
}

type Judge = (known: KnownDocument, endorsementKeyCertificates: readonly EndorsementKeyCertificate[]) => JudgedDocument;

function judgeWith(
  known: readonly KnownDocument[],
  { anchors, policy, issuerPolicy, at: now, untriedRevocations, verifierKeys = [] }: Evidence,
  { verify = verifyDocument, refused = new Map() }: JudgeOptions,
): Judge {
  const intermediates = intermediatesOf(known);
  const revocations = revocationsOf(known, untriedRevocations);
  return (each, endorsementKeyCertificates) => {
    const { read, provenAt } = each;
    const verified = verify({ read, anchors, intermediates, endorsementKeyCertificates, at: provenAt, now, revocations, verifierKeys });
    const ruling = refused.get(read.id) ?? ruleBeforeLinking({ read, provenAt, checks: verified }, issuerPolicy);
    const checks = ruling === null ? verified : [...verified, ruling];
    const trusted = isTrusted(read.kind, checks);
    return { ...each, checks, trusted, convinces: convinces({ read, checks, policy }) };
  };
}

/** Whoever handed them in: a chain counts only when it ends in an anchor. */
function intermediatesOf(known: readonly KnownDocument[]): readonly Certificate[] {
  return known
    .flatMap(({ read }) => (read.document?.kind === 'certificate' ? [read.document.certificate] : []))
    .sort((a, b) => compareTexts(a.id, b.id));
}

/** Whoever handed them in: one counts only when the issuer that it speaks for signed it. */
function revocationsOf(known: readonly KnownDocument[], untried: Evidence['untriedRevocations']): Revocations {
  return makeRevocations(
    known.flatMap(({ read: { document }, sha256, provenAt, submissions: [first] }) =>
      document?.kind === 'certificate-revocation-list' || document?.kind === 'ocsp-response'
        ? [{ document, artifact: sha256, receivedAt: provenAt, submittedBy: first?.submittedBy ?? '' }]
        : [],
    ),
    untried,
  );
}

type Holders = ReadonlyMap<string, readonly Of<EndorsementKeyCertificate>[]>;

/** EK certificates by the names and digests that bases use. */
function holdersByName(endorsementKeys: readonly Of<EndorsementKeyCertificate>[]): Holders {
  const byName = new Map<string, Of<EndorsementKeyCertificate>[]>();
  for (const each of endorsementKeys) {
    for (const key of [ekCertificateKey(each.document.certificate), ...signatureKeys(each.document.certificate)]) {
      const known = byName.get(key);
      if (known === undefined) byName.set(key, [each]);
      else known.push(each);
    }
  }
  return byName;
}

function holdersOf(certificate: PlatformCertificate, byName: Holders): readonly Of<EndorsementKeyCertificate>[] {
  const named = [...namedEndorsementKeys(certificate), ...certificate.targets.map(ekCertificateKey)];
  return [...new Set(named.flatMap((key) => byName.get(key) ?? []))];
}

/**
 * One that doesn't convince is no holder: a stranger could make it for any name, and it would turn "not at hand" into "matches".
 */
const convincingHolders = (document: PlatformCertificate, byName: Holders): readonly EndorsementKeyCertificate[] =>
  holdersOf(document, byName).flatMap((each) => (each.judged.convinces ? [each.document] : []));

/** Says so where an EK certificate is at hand and was left out because it doesn't convince. */
function withHolderTold(judged: JudgedDocument, document: PlatformCertificate, byName: Holders): JudgedDocument {
  if (!isHolderUnknown(judged)) return judged;
  const [doubtful] = holdersOf(document, byName).filter((each) => !each.judged.convinces);
  const checks = doubtful?.judged.checks ?? [];
  const why = checks.find(({ status }) => status === 'fail') ?? checks.find(({ status }) => status === 'unknown');
  if (why === undefined) return judged;
  const detail = `the EK certificate that the holder names is at hand and doesn't convince: ${why.detail}`;
  return { ...judged, checks: judged.checks.map((check) => (check.id === 'holder' ? { ...check, detail } : check)) };
}

type Convincing = Pick<Evidence, 'policy'> & Pick<KnownDocument, 'read'> & Pick<JudgedDocument, 'checks'>;

/**
 * What may be missing for a certificate to contribute: the EK certificate of its holder (then what it says is provisional),
 * and, where policy says so, its validity when it was first received. A check that fails forgives nothing.
 */
export function convinces({ read, checks, policy }: Convincing): boolean {
  const forgiven = new Set(['holder', ...(policy.acceptExpiredWhenReceived ? ['validity'] : [])]);
  const required = [...requiredChecks(read.kind), ...(policy.requireRevocation ? ['revocation'] : [])];
  const supposed = checks.map((check) =>
    forgiven.has(check.id) && check.status === 'unknown' ? { ...check, status: 'pass' as const } : check,
  );
  return isTrusted(read.kind, supposed) && required.every((id) => supposed.some((check) => check.id === id && check.status === 'pass'));
}

/** Whether nobody can yet say that the certificate's holder is this device's EK certificate. */
export const isHolderUnknown = ({ checks }: JudgedDocument): boolean =>
  checks.some(({ id, status }) => id === 'holder' && status === 'unknown');
