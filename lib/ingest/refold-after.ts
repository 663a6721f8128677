import { governedTable } from '#lib/device/statement/governed-lines.ts';
import { type IssuerPolicy, isGoverned } from '#lib/device/statement/issuer-policy.ts';
import { POLICY_RIGHTS, type PolicySpeaker } from '#lib/device/statement/issuer-policy-types.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { isGoverning, statementsInForce } from '#lib/device/statement/statements.ts';
import { nameIndexKey } from '#lib/store/name-index.ts';
import type { Store } from '#lib/store/open-store.ts';
import { RESULT_KEY } from '#lib/store/packed-document.ts';
import type { RefoldJob } from '#lib/store/queue.ts';
import { certificateKeyKeys } from '#lib/store/signer-index.ts';
import { findStatement, governingStatements } from '#lib/store/statements.ts';
import { signerOf } from '#lib/x509/signer.ts';
import { certificateAtHand, parseBase64 } from './certificate-at-hand.ts';
import { loadGoverning } from './governing.ts';

/**
 * Which devices are folded again after a statement about all of them: below the issuer of an anchor and those with attestation results (whose keys
 * anchors may have), those that a policy line concerns, or all. Null: nothing changes yet.
 * @param target what an approval or a withdrawal names
 */
export async function refoldAfter(store: Store, statement: Statement, target: string | null): Promise<RefoldJob | null> {
  const governing = target === null ? statement : await findStatement(store, target);
  if (governing?.kind === 'anchor') return refoldBelow(store, governing);
  if (governing?.kind === 'verifier-key') return { issuers: [RESULT_KEY] };
  if (governing === undefined || !isGoverning(governing)) return { issuers: 'any' };
  // Until another person approves it, a change of a table changes nothing; what waits is withdrawn without a trace in any device.
  if (statement.kind !== 'approval') return null;
  // Which devices hold parts of a name isn't indexed, and names change seldom.
  return governing.kind === 'issuer-policy' ? refoldForPolicy(store, governing, statement) : { issuers: 'any' };
}

async function refoldBelow(store: Store, anchor: Extract<Statement, { readonly kind: 'anchor' }>): Promise<RefoldJob> {
  const base64 = anchor.certificate ?? (await lastCertificate(store, anchor.sha256));
  if (base64 === undefined) return { issuers: 'any' };
  const certificate = parseBase64(base64);
  // A manifest may name the key of its signer alone, and a result nothing at all.
  return { issuers: [nameIndexKey(certificate.subject), ...certificateKeyKeys(certificate), RESULT_KEY] };
}

/** A removal doesn't have to repeat the certificate. */
async function lastCertificate(store: Store, sha256: string): Promise<string | undefined> {
  const rows = await store.prisma.statement.findMany({ where: { kind: 'anchor' }, orderBy: { at: 'desc' } });
  for (const { id } of rows) {
    const statement = await findStatement(store, id);
    if (statement?.kind === 'anchor' && statement.sha256 === sha256 && statement.certificate !== null) return statement.certificate;
  }
  return undefined;
}

type PolicyStatement = Extract<Statement, { readonly kind: 'issuer-policy' }>;

async function refoldForPolicy(store: Store, change: PolicyStatement, approval: Statement): Promise<RefoldJob> {
  const said = await governingStatements(store.pool);
  const before = governedTable('issuer-policy', statementsInForce(said));
  return devicesConcerned(store, { change, before, after: withApproval(said, approval) });
}

/** The table once this approval counts. @param said what was said about all devices, in order of time */
const withApproval = (said: readonly Statement[], approval: Statement): IssuerPolicy =>
  governedTable('issuer-policy', statementsInForce([...said.filter(({ id }) => id !== approval.id), approval]));

/**
 * The devices whose answer a change of the table may change: those that its speaker spoke about, and all when a right comes to be
 * governed, or is open again.
 */
export async function devicesConcerned(
  store: Store,
  { change, before, after }: { change: PolicyStatement; before: IssuerPolicy; after: IssuerPolicy },
): Promise<RefoldJob> {
  const isFlipped = POLICY_RIGHTS.some((right) => isGoverned(before, right) !== isGoverned(after, right));
  const who = isFlipped ? undefined : speakerOf(change, after);
  if (who === undefined) return { issuers: 'any' };
  return who.kind === 'submitter' ? { submitter: who.account } : { issuers: await namesOf(store, who) };
}

function speakerOf({ change }: PolicyStatement, { lines }: IssuerPolicy): PolicySpeaker | undefined {
  return change.action === 'add' ? change.line.who : lines.find(({ id }) => id === change.line)?.line.who;
}

/** Names under which the key of a line issues, as far as certificates of it are at hand; without one, all devices are concerned. */
async function namesOf(store: Store, who: Extract<PolicySpeaker, { readonly kind: 'issuer' }>): Promise<readonly string[] | 'any'> {
  const { anchors } = await loadGoverning(store.pool);
  const named = await certificateAtHand(store, who.certificate);
  const certificates = [...anchors.map(({ certificate }) => certificate), ...(named === undefined ? [] : [named])];
  const own = certificates.filter((certificate) => signerOf(certificate).key === who.key);
  return own.length === 0 ? 'any' : [...new Set(own.map(({ subject }) => nameIndexKey(subject)))];
}
