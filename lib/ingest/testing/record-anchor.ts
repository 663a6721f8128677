import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import type { Store } from '#lib/store/open-store.ts';

/** Has a certificate trusted for everything, from before whatever a test hands in. */
export async function recordAnchor(store: Store, certificate: Uint8Array): Promise<void> {
  const sha256 = sha256Hex(certificate);
  await recordStatement(store, {
    kind: 'anchor',
    action: 'add',
    sha256,
    certificate: Buffer.from(certificate).toString('base64'),
    label: sha256.slice(0, 8),
    author: 'ann',
    at: '2026-01-01T00:00:00.000Z',
    reason: 'sample',
  });
}
