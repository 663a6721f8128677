import { randomBytes } from 'node:crypto';
import { issueChallenge } from '#lib/ingest/challenge.ts';
import { asker } from '../../../../server/asker.ts';
import { attestationProblem } from '../../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { challengeBody } from '../../schema/attestation.ts';

export const POST = guardedRoute('POST /api/v1/attestation/challenges', async ({ store, principal, request }) => {
  const { attestationKey, runtimeLog = false } = await readJsonBody(request, challengeBody);
  const question = { ...asker(principal), attestationKey, runtimeLog, random: randomBytes };
  const { id, nonce, selection, expiresAt } = await issueChallenge(store, question).catch((error: unknown) => {
    throw attestationProblem(error);
  });
  return Response.json({ id, nonce, selection, expiresAt }, { status: 201 });
});
