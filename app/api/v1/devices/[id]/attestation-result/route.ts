import { signingKey } from '#lib/auth/signing-key.ts';
import { attestationResult, RESULT_HOURS } from '#lib/present/attestation-result.ts';
import { attestationResultFile } from '#lib/present/attestation-result-file.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { installationSecret } from '../../../../../server/installation-secret.ts';
import { prefersCwt } from '../../../../../server/prefers-cwt.ts';
import { RequestProblem } from '../../../../../server/problem.ts';
import { readQuery } from '../../../../../server/query.ts';
import { resultQuery } from '../../../schema/attestation.ts';
import { askedDevice } from '../../asked-device.ts';

/** Whoever may read the device may take the signed result away: it says no more than its pages. It is always about now. */
export const GET = guardedRoute<{ id: string }>('GET /api/v1/devices/[id]/attestation-result', async (call) => {
  const { nonce } = readQuery(call.query, resultQuery);
  const { assessed } = await askedDevice(call);
  const at = new Date();
  const asked = { at: at.toISOString(), nonce: nonce === undefined ? null : new Uint8Array(Buffer.from(nonce, 'hex')) };
  const statement = attestationResult(assessed, asked);
  if (statement === null) throw new RequestProblem('notAttested', { hours: RESULT_HOURS });
  const signer = await signingKey(call.store, { secret: installationSecret(), at });
  const form = prefersCwt(call.request.headers.get('accept')) ? 'cwt' : 'jwt';
  const { mediaType, bytes } = attestationResultFile(statement, { signer, form });
  return new Response(Buffer.from(bytes), { headers: { 'content-type': mediaType, 'cache-control': 'no-store', vary: 'accept' } });
});
