import { listVerifierKeys } from '#lib/ingest/governing.ts';
import { readVerifierKey } from '#lib/present/verifier-key-view.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { readJsonBody } from '../../../server/json-body.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { recordedResponse } from '../../../server/recorded-response.ts';
import { say } from '../../../server/say.ts';
import { verifierKeyBody } from '../schema/statements.ts';

/** All keys in force; tens, so that one page holds them. */
export const GET = guardedRoute('GET /api/v1/verifier-keys', async ({ store }) => {
  const keys = await listVerifierKeys(store, new Date());
  const items = keys.map(({ sha256, label, algorithm, key, statement }) => ({
    sha256,
    label,
    algorithm,
    keyId: key.id,
    issuer: key.issuer,
    addedBy: statement.author,
    addedAt: statement.at,
  }));
  return Response.json({ items, next: null });
});

export const POST = guardedRoute('POST /api/v1/verifier-keys', async ({ store, principal, request }) => {
  const { key, issuer, label, reason } = await readJsonBody(request, verifierKeyBody);
  const read = readVerifierKey(key);
  if (read.kind === 'not-single')
    throw new RequestProblem('invalidInput', {
      problems: `key: ${read.count} public keys that signatures can be verified with, exactly one is needed`,
    });
  const { sha256, keyId, issuer: named } = read.view;
  const said = {
    kind: 'verifier-key',
    action: 'add',
    sha256,
    publicKey: read.publicKey,
    keyId,
    issuer: issuer ?? named,
    label,
    reason,
  } as const;
  return recordedResponse(await say(store, principal, said));
});
