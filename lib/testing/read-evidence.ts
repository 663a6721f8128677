import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { NO_ALIAS_TABLE } from '#lib/device/statement/alias-table.ts';
import { NO_ISSUER_POLICY } from '#lib/device/statement/issuer-policy.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { AT, makeSubmission, POLICY } from './device-states.ts';

/** A file, and how it was handed in where that isn't usual. Its label makes the id of the submission. */
export interface LabeledFile extends Partial<Omit<Submission, 'id' | 'sha256'>> {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Evidence of files as they are, read by the real readers, the same bytes once; nothing was said about them. */
export function readEvidence(files: readonly LabeledFile[], anchors: Evidence['anchors']): Evidence {
  const artifacts = new Map<string, readonly ReadDocument[]>();
  const digests = new Map<Uint8Array, string>();
  const submissions = files.map(({ label, bytes, ...over }) => {
    const sha256 = digests.get(bytes) ?? enter(artifacts, bytes);
    digests.set(bytes, sha256);
    return makeSubmission(label, { ...over, sha256 });
  });
  return {
    submissions,
    statements: [],
    artifacts,
    anchors,
    policy: POLICY,
    issuerPolicy: NO_ISSUER_POLICY,
    aliases: NO_ALIAS_TABLE,
    at: AT,
    deviceIds: new Map(),
  };
}

function enter(artifacts: Map<string, readonly ReadDocument[]>, bytes: Uint8Array): string {
  const { sha256, documents } = readArtifact(bytes);
  artifacts.set(sha256, documents);
  return sha256;
}
