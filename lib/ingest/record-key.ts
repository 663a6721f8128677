import type { Statement } from '#lib/device/statement/statement-types.ts';
import { recordAction } from '#lib/store/audit.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Asker } from './granted-keys.ts';
import { recordStatement } from './record-statement.ts';
import { refuseWithdrawnKey } from './withdrawn-key.ts';

type KeyStatement = Extract<Statement, { readonly kind: 'attestation-key' }>;

/** An attestation key that is enrolled from now on. */
export interface RecordedKey {
  /** Its name in hexadecimal. */
  readonly attestationKey: string;
  readonly statement: KeyStatement;
}

/** What was shown of a key, and what the log tells beside it. */
export interface ShownKey extends Pick<Asker, 'account' | 'at'> {
  readonly enrolled: Omit<KeyStatement, 'id' | 'kind' | 'author' | 'at'>;
  /** Of the attestation key, hexadecimal. */
  readonly name: string;
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * Records, in the name of the account, that an attestation key lives in the TPM of an endorsement key.
 * @throws AttestationRefused 'withdrawn' for a key whose enrolment somebody took back
 */
export async function recordKey(store: Store, { enrolled, name, detail, account, at }: ShownKey): Promise<RecordedKey> {
  await refuseWithdrawnKey(store, name);
  const statement = await recordStatement(store, { kind: 'attestation-key', ...enrolled, author: account, at: at.toISOString() });
  if (statement.kind !== 'attestation-key') throw new Error('another statement was recorded than was said');
  const told = { ...detail, statement: statement.id };
  await recordAction(store.pool, { at, actor: account, action: 'attestation-key-recorded', subject: name, detail: told });
  return { attestationKey: name, statement };
}
