import { randomUUID } from 'node:crypto';
import { endorsementKeyOf } from '#lib/device/link/attestation-keys.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import type { Challenge } from '#lib/device/submission-types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { findChallenge, MAX_OPEN_CHALLENGES, saveChallenge } from '#lib/store/challenges.ts';
import type { Store } from '#lib/store/open-store.ts';
import { statementsOfKey } from '#lib/store/statements.ts';
import { AttestationRefused } from './attestation-refused.ts';
import { type Asker, refuseOtherDevices } from './granted-keys.ts';

/** An answer takes seconds; what is older proves less. */
export const CHALLENGE_MS = 5 * 60_000;
const NONCE_BYTES = 32;

/**
 * What the firmware, the boot loader, the kernel and its measurements of files extend: 0 to 7 are the firmware's, 8 and 9 the boot
 * loader's, 10 is the kernel's, 14 that of the keys a boot loader was told to trust. 11 to 13 and 15 are left to the operating
 * system, which extends them while it runs: they are asked for where its log of that is at hand.
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4
 */
export const SELECTION = 'sha256:0,1,2,3,4,5,6,7,8,9,10,14';
/** With those that systemd extends, and tells of in its log. */
export const RUNTIME_SELECTION = 'sha256:0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15';

/** What is asked, and by whom. */
export interface Question extends Asker {
  readonly attestationKey: string;
  /** A log of what the running system measures is at hand. */
  readonly runtimeLog?: boolean;
  readonly random: (octets: number) => Uint8Array;
}

/**
 * Asks one enrolled key what its TPM holds now.
 * @throws AttestationRefused 'no-such-key' for a key that isn't enrolled, or whose enrolment was taken back
 * @spec RFC 9334 section 10.2
 */
export async function issueChallenge(store: Store, { attestationKey, runtimeLog = false, random, ...asker }: Question): Promise<Challenge> {
  const { account, at } = asker;
  await refuseUnknownKey(store, attestationKey, asker);
  const challenge = {
    id: randomUUID(),
    nonce: toHex(random(NONCE_BYTES)),
    attestationKey,
    selection: runtimeLog ? RUNTIME_SELECTION : SELECTION,
    issuedAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + CHALLENGE_MS).toISOString(),
  };
  if (!(await saveChallenge(store, { ...challenge, account })))
    throw new AttestationRefused('too-many', `${MAX_OPEN_CHALLENGES} challenges of this account wait for their answer`);
  return challenge;
}

async function refuseUnknownKey(store: Store, attestationKey: string, asker: Asker): Promise<void> {
  const { inForce } = statementsInForce(await statementsOfKey(store, `ak:${attestationKey}`));
  const enrolments = inForce.filter((statement) => statement.kind === 'attestation-key');
  if (enrolments.length === 0) throw new AttestationRefused('no-such-key', 'This key is not enrolled.');
  for (const { endorsementKey } of enrolments) await refuseOtherDevices(store.pool, endorsementKeyOf(endorsementKey) ?? '', asker);
}

/**
 * The challenge that somebody is about to answer. One that was answered is given too: the same act may be tried again.
 * @throws AttestationRefused
 */
export async function challengeToAnswer(
  store: Store,
  { id, account, at }: { readonly id: string; readonly account: string; readonly at: Date },
): Promise<Challenge> {
  const found = await findChallenge(store, { id, account });
  if (found === undefined) throw new AttestationRefused('no-such-challenge', `There is no challenge ${id} of this account.`);
  const { isConsumed, account: _, ...challenge } = found;
  if (!isConsumed && challenge.expiresAt <= at.toISOString())
    throw new AttestationRefused('ended', `This challenge ended at ${challenge.expiresAt}. Ask for another one.`);
  return challenge;
}
