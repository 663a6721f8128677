import type { ReadDocument } from '#lib/artifact/types.ts';
import type { VerifierKey } from '#lib/attestation/verifier-keys.ts';
import type { UntriedRevocations } from '#lib/x509/revocations.ts';
import type { TrustAnchor } from '#lib/x509/types.ts';
import type { Policy } from './policy.ts';
import type { AliasTable } from './statement/alias-table.ts';
import type { AttestationPolicyTable } from './statement/attestation-policy.ts';
import type { IssuerPolicy } from './statement/issuer-policy.ts';
import type { Statement } from './statement/statement-types.ts';
import type { Submission } from './submission-types.ts';

/** A file with certificates that others name, and an act of handing it in: it only answers whether they are at hand. */
export interface NamedFile {
  readonly submission: Submission;
  readonly documents: readonly ReadDocument[];
}

/** Everything that an assessment rests on. Folding is a pure function of this. */
export interface Evidence {
  readonly submissions: readonly Submission[];
  readonly statements: readonly Statement[];
  /** Documents by artifact; one entry for every `sha256` in `submissions`. */
  readonly artifacts: ReadonlyMap<string, readonly ReadDocument[]>;
  /** Whose signatures count; for what, `issuerPolicy` says. */
  readonly anchors: readonly TrustAnchor[];
  /** Who may say what. Without lines: every anchor, and every submitter, everything. */
  readonly issuerPolicy: IssuerPolicy;
  /** Manufacturer names that mean the same. Without lines every name means itself alone. */
  readonly aliases: AliasTable;
  /** What groups of devices have to show; absent where no line says anything. */
  readonly attestationPolicy?: AttestationPolicyTable;
  readonly policy: Policy;
  /** The instant asked about: dates, freshness and "expired now" are judged here. */
  readonly at: string;
  /** Ids that strong keys already have, so that a device keeps its id. */
  readonly deviceIds: ReadonlyMap<string, string>;
  /** Files with certificates that the documents name; they belong to none of these devices. Absent where there are none. */
  readonly named?: readonly NamedFile[];
  /** Of whom more lists and responses were handed in than were tried; absent where all were. */
  readonly untriedRevocations?: UntriedRevocations;
  /** More lists of many devices speak of these than are here; absent where all are. */
  readonly olderLists?: boolean | undefined;
  /** Keys whose attestation results count, beside those of anchors; absent where there are none. */
  readonly verifierKeys?: readonly VerifierKey[];
}
