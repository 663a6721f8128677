import type { PlatformIdentity } from '#lib/component/types.ts';
import { type IssuerPolicy, ruleOn } from '../statement/issuer-policy.ts';
import type { Submission } from '../submission-types.ts';
import type { DeviceDocument, Problem } from '../types.ts';
import { reportOf } from './reports.ts';

/** Which acts of handing in a report count, by the table of who may say what. */
export interface ReportRulings {
  readonly isRefused: (document: DeviceDocument, submission: Submission) => boolean;
  /** Why, without a period; null when it isn't refused. */
  readonly whyRefused: (document: DeviceDocument, submission: Submission) => string | null;
  readonly problems: readonly Problem[];
}

interface ReportQuestion {
  readonly policy: IssuerPolicy;
  /** What the certificates that count call the device; null without one, and then each report speaks for itself. */
  readonly platform: PlatformIdentity | null;
  readonly isDevice: (reference: string) => boolean;
}

/**
 * Asks the table about every act of handing in a report. What it refuses is on the timeline and is no observation: the same bytes
 * may be one when somebody else hands them in.
 */
export function ruleOnReports(documents: readonly DeviceDocument[], question: ReportQuestion): ReportRulings {
  const refused = new Map<string, string>();
  const problems = new Map<string, Problem>();
  for (const document of question.policy.lines.length === 0 ? [] : documents) {
    for (const [submission, detail] of refusalsOf(document, question)) {
      refused.set(keyOf(document, submission), detail);
      const account = submission.submittedBy;
      const id = JSON.stringify([document.read.id, account]);
      if (!problems.has(id)) problems.set(id, { kind: 'issuer-not-authorized', because: [document.sha256], account, detail: `${detail}.` });
    }
  }
  const whyRefused: ReportRulings['whyRefused'] = (document, submission) =>
    refused.size === 0 ? null : (refused.get(keyOf(document, submission)) ?? null);
  return { whyRefused, isRefused: (document, submission) => whyRefused(document, submission) !== null, problems: [...problems.values()] };
}

const keyOf = ({ read }: DeviceDocument, { id }: Submission): string => `${read.id} ${id}`;

interface Said {
  readonly right: 'observation' | 'bom';
  readonly platform: PlatformIdentity | null;
}

/** What an account says by handing a document in; null where it is the document's signer who says something. */
function saidBy(document: DeviceDocument): Said | null {
  const content = document.read.document;
  if (content?.kind === 'attestation-result') return content.seals.length === 0 ? { right: 'observation', platform: null } : null;
  const report = reportOf(document);
  return report === null ? null : { right: content?.kind === 'inventory' ? 'observation' : 'bom', platform: report.platform };
}

function refusalsOf(document: DeviceDocument, { policy, platform, isDevice }: ReportQuestion): readonly (readonly [Submission, string])[] {
  const said = saidBy(document);
  if (said === null) return [];
  const { right } = said;
  const { manufacturer, model } = platform ?? said.platform ?? { manufacturer: null, model: null };
  return document.submissions.flatMap((submission) => {
    const speaker = { kind: 'submitter', account: submission.submittedBy } as const;
    const ruling = ruleOn(policy, { right, speaker, manufacturer, model, at: submission.receivedAt, isDevice });
    return ruling?.kind === 'refused' ? [[submission, ruling.detail] as const] : [];
  });
}
