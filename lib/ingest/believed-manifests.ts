import type { ReadDocument } from '#lib/artifact/types.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import { knownEvidence } from '#lib/device/documents.ts';
import { judgeDocuments } from '#lib/device/link/judge.ts';
import { keysUnderAllNames, modelKeyOfDocument } from '#lib/device/link/platform-model.ts';
import { NO_ISSUER_POLICY } from '#lib/device/statement/issuer-policy.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Authorities } from '#lib/store/authorities.ts';
import { fileKeysOfLog, modelIndexKey } from '#lib/store/reference-index.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { firstSubmissionsOf, type TrackedSubmission } from '#lib/store/submissions.ts';
import type { Governing } from './governing.ts';

/** Keys by which one closure asks for manifests. A device is of one model. */
const MAX_KEYS_ASKED = 256;

/**
 * Under which manifests of the models of these documents are found. Where they speak of no model, a log among them may be a file that a
 * manifest vouches for.
 */
export function manifestKeysAsked(documents: readonly ReadDocument[], aliases: ManufacturerAliases): readonly string[] {
  const models = keysUnderAllNames(
    documents.flatMap((read) => modelKeyOfDocument(read) ?? []),
    aliases,
  );
  if (models.size > 0) return [...models].slice(0, MAX_KEYS_ASKED).map(modelIndexKey);
  return documents
    .flatMap(({ document }) => (document?.kind === 'tpm-event-log' ? fileKeysOfLog(document.file) : []))
    .slice(0, MAX_KEYS_ASKED);
}

/** Which manifests somebody has to believe is asked of these. */
export interface ManifestQuestion {
  /** Artifacts with manifests that nobody verified yet. */
  readonly candidates: readonly string[];
  /** With the certificates of the authorities above them. */
  readonly documents: ReadonlyMap<string, readonly ReadDocument[]>;
  readonly authorities: Authorities;
  readonly governing: Governing;
}

/** Manifests that count, by artifact, and who handed each in first. */
export interface BelievedManifests {
  readonly manifests: ReadonlyMap<string, readonly ReferenceManifest[]>;
  readonly submissions: ReadonlyMap<string, TrackedSubmission>;
}

/**
 * Those manifests for whose signer an anchor vouches: strangers' would make every fold of their model longer. Whether a signer was revoked since, and
 * what the table of who may say what says, is asked by the fold itself.
 */
export async function believedManifests(db: Queryable, question: ManifestQuestion): Promise<BelievedManifests> {
  const first = new Map((await firstSubmissionsOf(db, question.candidates)).map((each) => [each.sha256, each]));
  const trust = trustKey(question.governing);
  const manifests = new Map<string, readonly ReferenceManifest[]>();
  for (const sha256 of question.candidates) {
    const submission = first.get(sha256);
    if (submission === undefined) continue;
    const above = question.authorities.above([sha256]);
    const key = [trust, sha256, submission.id, ...above].join(' ');
    const ids = remembered.get(key) ?? remember(key, believedIn(submission, above, question));
    const own = (question.documents.get(sha256) ?? []).flatMap(({ id, document }) =>
      document?.kind === 'reference-manifest' && ids.has(id) ? [document] : [],
    );
    if (own.length > 0) manifests.set(sha256, own);
  }
  return { manifests, submissions: first };
}

/** Every device of a model asks the same of the same manifests. */
const remembered = new Map<string, ReadonlySet<string>>();
const MAX_REMEMBERED = 10_000;

function remember(key: string, believed: ReadonlySet<string>): ReadonlySet<string> {
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, believed);
  return believed;
}

const trustKey = ({ anchors }: Governing): string => sha256Hex(anchors.map(({ sha256 }) => sha256).join());

/** Document ids. */
function believedIn(
  submission: TrackedSubmission,
  above: readonly string[],
  { documents, governing }: ManifestQuestion,
): ReadonlySet<string> {
  const artifacts = new Map([submission.sha256, ...above].map((sha256) => [sha256, documents.get(sha256) ?? []] as const));
  const evidence = {
    submissions: [...artifacts.keys()].map((sha256) => ({ ...submission, sha256, id: `${submission.id} ${sha256}` })),
    statements: [],
    artifacts,
    anchors: governing.anchors.map(({ certificate }) => ({ certificate })),
    policy: governing.policy,
    issuerPolicy: NO_ISSUER_POLICY,
    aliases: governing.aliases,
    // An answer that is remembered may not depend on the instant asked about.
    at: submission.receivedAt,
    deviceIds: new Map<string, string>(),
  };
  const { reports } = judgeDocuments(knownEvidence(evidence).documents, evidence);
  return new Set(reports.filter(({ trusted }) => trusted).map(({ read }) => read.id));
}
