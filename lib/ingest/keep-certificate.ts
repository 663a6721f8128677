import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Asker } from './granted-keys.ts';
import { takeIn } from './take-in.ts';

/** A certificate that came with an enrolment. */
export interface EnrolledCertificate {
  readonly octets: Uint8Array;
  readonly of: 'endorsement' | 'attestation';
}

/** Keeps it as any file that is handed in: one act of one account for one certificate, however often its TPM is enrolled. */
export async function keepCertificate(
  store: Store,
  { octets, of }: EnrolledCertificate,
  { account, mayAttachTo, at }: Asker,
): Promise<void> {
  await takeIn(store, {
    stream: once(octets),
    receivedAt: at,
    submittedBy: account,
    fileName: `${of}-key.der`,
    device: null,
    role: null,
    observedAt: null,
    mayAttachTo,
    idempotencyKey: `${of}-certificate:${sha256Hex(octets)}`,
  });
}

async function* once(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets;
}
