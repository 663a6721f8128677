import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import type { Store } from '#lib/store/open-store.ts';

/** Has a certificate trusted for everything, from before whatever a test hands in. */
export const recordAnchor = (store: Store, certificate: Uint8Array): Promise<void> => changeAnchor(store, { certificate, action: 'add' });

/** Has a certificate trusted for everything, or no longer. */
export async function changeAnchor(
  store: Store,
  { certificate, action }: { readonly certificate: Uint8Array; readonly action: 'add' | 'remove' },
): Promise<void> {
  const sha256 = sha256Hex(certificate);
  await recordStatement(store, {
    kind: 'anchor',
    action,
    sha256,
    certificate: Buffer.from(certificate).toString('base64'),
    label: sha256.slice(0, 8),
    author: 'ann',
    at: action === 'add' ? '2026-01-01T00:00:00.000Z' : '2026-01-02T00:00:00.000Z',
    reason: 'sample',
  });
}
