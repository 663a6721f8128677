import type { Submission } from '#lib/device/submission-types.ts';
import { deviceOfKey } from '#lib/store/device-keys.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { AttestationRefused } from './attestation-refused.ts';

/** Who asks, and for which devices the account may hand in. */
export interface Asker {
  readonly account: string;
  readonly mayAttachTo: Submission['mayAttachTo'];
  readonly at: Date;
}

/** For whom devices are granted, a TPM of no such device doesn't exist. @throws AttestationRefused */
export async function refuseOtherDevices(db: Queryable, endorsementLinkKey: string, { mayAttachTo }: Asker): Promise<void> {
  if (mayAttachTo === 'any') return;
  const device = await deviceOfKey(db, endorsementLinkKey);
  if (device === undefined || !mayAttachTo.includes(device))
    throw new AttestationRefused('no-such-key', 'The endorsement key is of no device that you may hand in for.');
}
