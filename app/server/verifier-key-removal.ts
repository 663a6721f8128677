import { listVerifierKeys } from '#lib/ingest/governing.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Said } from './say.ts';

/** What ends the key of a verifier: results signed with it stop counting from then on. @returns undefined where no such key is in force */
export async function verifierKeyRemoval(
  store: Store,
  asked: { readonly sha256: string; readonly reason: string },
): Promise<Said | undefined> {
  const found = (await listVerifierKeys(store, new Date())).find(({ sha256 }) => sha256 === asked.sha256);
  if (found === undefined) return undefined;
  const { sha256, label, key } = found;
  return {
    kind: 'verifier-key',
    action: 'remove',
    sha256,
    publicKey: null,
    keyId: key.id,
    issuer: key.issuer,
    label,
    reason: asked.reason,
  };
}
