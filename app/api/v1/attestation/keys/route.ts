import { publishedKeys, signingKey } from '#lib/auth/signing-key.ts';
import { publicRoute } from '../../../../server/guarded-route.ts';
import { installationSecret } from '../../../../server/installation-secret.ts';

/** Made when nobody asked before, so that whoever sets a verifier up finds the key that will sign. @spec RFC 7517 section 5 */
export const GET = publicRoute('GET /api/v1/attestation/keys', async ({ store }) => {
  await signingKey(store, { secret: installationSecret(), at: new Date() });
  const headers = { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' };
  return new Response(JSON.stringify({ keys: await publishedKeys(store) }), { headers });
});
