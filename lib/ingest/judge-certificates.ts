import type { ReadDocument } from '#lib/artifact/types.ts';
import { knownEvidence } from '#lib/device/documents.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { judgeDocuments } from '#lib/device/link/judge.ts';
import type { JudgedDocument } from '#lib/device/link/judged-document.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { authoritiesOfNames } from '#lib/store/authorities.ts';
import { loadDocuments } from '#lib/store/documents.ts';
import { nameIndexKey } from '#lib/store/name-index.ts';
import type { Store } from '#lib/store/open-store.ts';
import { revocationKeysOf, revocationReferences } from '#lib/store/revocation-index.ts';
import { submissionsOf } from '#lib/store/submissions.ts';
import { believedRevocations } from './believed-revocations.ts';
import { loadGoverning } from './governing.ts';
import { untriedOf } from './load-evidence.ts';

/** Documents that are not kept yet, and who brings them when. */
export interface UnkeptDocuments {
  readonly reads: readonly ReadDocument[];
  readonly account: string;
  readonly at: Date;
}

/** Judges certificates before they are kept, by the same questions as a fold asks: with the anchors, authorities and revocations at hand. By document id. */
export async function judgeCertificates(store: Store, unkept: UnkeptDocuments): Promise<ReadonlyMap<string, JudgedDocument>> {
  const evidence = await evidenceAround(store, unkept);
  const { endorsementKeys, reports } = judgeDocuments(knownEvidence(evidence).documents, evidence);
  return new Map([...endorsementKeys.map(({ judged }) => judged), ...reports].map((judged) => [judged.read.id, judged]));
}

async function evidenceAround({ pool: db }: Store, { reads, account, at }: UnkeptDocuments): Promise<Evidence> {
  const governing = await loadGoverning(db);
  const names = reads.flatMap(({ document }) =>
    document !== undefined && 'certificate' in document ? [nameIndexKey(document.certificate.issuer)] : [],
  );
  const authorities = await loadDocuments(db, await authoritiesOfNames(db, names));
  const references = revocationReferences([...reads, ...[...authorities.values()].flat()]);
  const anchors = governing.anchors.map(({ certificate }) => ({ certificate }));
  const intermediates = [...authorities.values()]
    .flat()
    .flatMap(({ document }) => (document?.kind === 'certificate' ? [document.certificate] : []));
  const keys = revocationKeysOf(references);
  const found = await believedRevocations(db, { keys, knownAt: undefined, anchors, intermediates, cache: undefined });
  const revocations = await loadDocuments(db, [...new Set(keys.flatMap((key) => found.artifacts.get(key) ?? []))]);
  const kept = new Map([...authorities, ...revocations]);
  const untried = untriedOf(references, found.cut);
  return {
    submissions: [...(await submissionsOf(db, [...kept.keys()])), ...reads.map((read) => submissionOf(read, { account, at }))],
    statements: [],
    artifacts: new Map([...kept, ...reads.map((read) => [read.id, [read]] as const)]),
    anchors,
    verifierKeys: [],
    policy: governing.policy,
    issuerPolicy: governing.issuerPolicy,
    aliases: governing.aliases,
    at: at.toISOString(),
    deviceIds: new Map(),
    ...(untried === null ? {} : { untriedRevocations: untried }),
  };
}

const submissionOf = ({ id }: ReadDocument, { account, at }: Omit<UnkeptDocuments, 'reads'>): Submission => ({
  id,
  sha256: id,
  receivedAt: at.toISOString(),
  observedAt: null,
  submittedBy: account,
  device: null,
  role: null,
  mayAttachTo: 'any',
  fileName: null,
});
