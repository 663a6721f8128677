import type { VerifierKey } from '#lib/attestation/verifier-keys.ts';
import type { Policy } from '#lib/device/policy.ts';
import type { AliasTable } from '#lib/device/statement/alias-table.ts';
import type { AttestationPolicyTable } from '#lib/device/statement/attestation-policy.ts';
import { governedTable } from '#lib/device/statement/governed-lines.ts';
import type { IssuerPolicy } from '#lib/device/statement/issuer-policy.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { type StatementsInForce, statementsInForce } from '#lib/device/statement/statements.ts';
import { compareTimes } from '#lib/device/time.ts';
import { DEFAULT_POLICY } from '#lib/present/assay-file.ts';
import { keyAlgorithmText } from '#lib/present/verifier-key-view.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { governingStatements } from '#lib/store/statements.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { TrustAnchor } from '#lib/x509/types.ts';

type AnchorStatement = Extract<Statement, { readonly kind: 'anchor' }>;

/** A trust anchor in force, and the statement that made it one. */
export interface AnchorInForce extends TrustAnchor {
  readonly sha256: string;
  readonly label: string;
  readonly statement: AnchorStatement;
}

type VerifierKeyStatement = Extract<Statement, { readonly kind: 'verifier-key' }>;

/** The key of a verifier whose results count, and the statement that made it one. */
export interface VerifierKeyInForce {
  readonly key: VerifierKey;
  readonly sha256: string;
  readonly label: string;
  readonly algorithm: string;
  readonly statement: VerifierKeyStatement;
}

/** The tables that need two people. */
export interface Tables {
  readonly issuerPolicy: IssuerPolicy;
  readonly aliases: AliasTable;
  readonly attestationPolicy: AttestationPolicyTable;
}

/** What was decided for all devices. */
export interface Governing extends Tables {
  readonly anchors: readonly AnchorInForce[];
  readonly verifierKeys: readonly VerifierKeyInForce[];
  readonly policy: Policy;
}

/** Anchors, keys of verifiers, policy, the table of who may say what and names that mean the same, by what was said until `knownAt`; without it, by all that was said: an anchor tells whom to believe, whatever the day asked about. */
export async function loadGoverning(db: Queryable, knownAt?: string): Promise<Governing> {
  const said = (await governingStatements(db)).filter(({ at }) => knownAt === undefined || compareTimes(at, knownAt) <= 0);
  const sorted = statementsInForce(said);
  return {
    anchors: anchorsOf(sorted.inForce),
    verifierKeys: verifierKeysOf(sorted.inForce),
    policy: policyOf(sorted.inForce),
    ...tablesOf(sorted),
  };
}

/** The tables as two people at a time made them. */
export const tablesOf = (sorted: StatementsInForce): Tables => ({
  issuerPolicy: governedTable('issuer-policy', sorted),
  aliases: governedTable('manufacturer-alias', sorted),
  attestationPolicy: governedTable('attestation-policy', sorted),
});

/** Trust anchors in force now, in order of their label. */
export async function listAnchors(store: Store, now: Date): Promise<readonly AnchorInForce[]> {
  const { anchors } = await loadGoverning(store.pool, now.toISOString());
  return anchors.toSorted((a, b) => a.label.localeCompare(b.label, 'en') || (a.sha256 < b.sha256 ? -1 : 1));
}

/** Keys of verifiers in force now, in order of their label. */
export async function listVerifierKeys(store: Store, now: Date): Promise<readonly VerifierKeyInForce[]> {
  const { verifierKeys } = await loadGoverning(store.pool, now.toISOString());
  return verifierKeys.toSorted((a, b) => a.label.localeCompare(b.label, 'en') || (a.sha256 < b.sha256 ? -1 : 1));
}

/** The last that was said of a key counts. */
function verifierKeysOf(inForce: readonly Statement[]): readonly VerifierKeyInForce[] {
  const keys = new Map<string, VerifierKeyInForce>();
  for (const statement of inForce) {
    if (statement.kind !== 'verifier-key') continue;
    const { sha256, action, publicKey, keyId: id, issuer, label } = statement;
    keys.delete(sha256);
    if (action === 'remove' || publicKey === null) continue;
    const subjectPublicKeyInfo = new Uint8Array(Buffer.from(publicKey, 'base64'));
    const algorithm = keyAlgorithmText(subjectPublicKeyInfo);
    keys.set(sha256, { key: { issuer, id, subjectPublicKeyInfo }, sha256, label, algorithm, statement });
  }
  return [...keys.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

function anchorsOf(inForce: readonly Statement[]): readonly AnchorInForce[] {
  const anchors = new Map<string, AnchorInForce>();
  for (const statement of inForce) {
    if (statement.kind !== 'anchor') continue;
    anchors.delete(statement.sha256);
    if (statement.action === 'add' && statement.certificate !== null)
      anchors.set(statement.sha256, anchorOf(statement, statement.certificate));
  }
  return [...anchors.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

/** Parsed once each: a fold asks for all anchors every time. */
const parsed = new Map<string, TrustAnchor['certificate']>();
const MAX_PARSED = 10_000;

function anchorOf(statement: AnchorStatement, base64: string): AnchorInForce {
  const { sha256, label } = statement;
  const certificate = parsed.get(sha256) ?? parseCertificate(new Uint8Array(Buffer.from(base64, 'base64')));
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(sha256, certificate);
  return { certificate, sha256, label, statement };
}

function policyOf(inForce: readonly Statement[]): Policy {
  return inForce.findLast((statement) => statement.kind === 'policy')?.policy ?? DEFAULT_POLICY;
}
