import { statementsInForce } from '#lib/device/statement/statements.ts';
import type { Store } from '#lib/store/open-store.ts';
import { statementsOfKey } from '#lib/store/statements.ts';
import { AttestationRefused } from './attestation-refused.ts';

/**
 * A key whose enrolment somebody took back is not enrolled again by whoever asks: its device, which is told that the key is not known, would undo by itself
 * what a person decided.
 * @param name  of the attestation key, hexadecimal
 * @throws AttestationRefused 'withdrawn'
 */
export async function refuseWithdrawnKey(store: Store, name: string): Promise<void> {
  const { inForce, withdrawn } = statementsInForce(await statementsOfKey(store, `ak:${name}`));
  const taken = withdrawn.findLast(({ kind }) => kind === 'attestation-key');
  if (taken === undefined || inForce.some(({ kind }) => kind === 'attestation-key')) return;
  const by = inForce.findLast((said) => said.kind === 'withdrawal' && said.statement === taken.id);
  const when = by === undefined ? '' : ` by ${by.author} at ${by.at}`;
  throw new AttestationRefused(
    'withdrawn',
    `The enrolment of this key was withdrawn${when}. It counts again when an operator takes that withdrawal back, or make another attestation key.`,
  );
}
