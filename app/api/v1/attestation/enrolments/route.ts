import { randomBytes } from 'node:crypto';
import { beginEnrolment } from '#lib/ingest/enrolment.ts';
import { asker } from '../../../../server/asker.ts';
import { attestationProblem } from '../../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { enrolmentBody, octetsOf, optionalOctetsOf } from '../../schema/attestation.ts';

export const POST = guardedRoute('POST /api/v1/attestation/enrolments', async ({ store, principal, request }) => {
  const { endorsementKey, endorsementCertificate, attestationKey } = await readJsonBody(request, enrolmentBody);
  const keys = {
    endorsementKey: octetsOf(endorsementKey),
    endorsementCertificate: optionalOctetsOf(endorsementCertificate),
    attestationKey: octetsOf(attestationKey),
  };
  const begun = await beginEnrolment(store, { ...asker(principal), keys, random: randomBytes }).catch((error: unknown) => {
    throw attestationProblem(error);
  });
  const credential = Buffer.from(begun.credential).toString('base64');
  return Response.json({ id: begun.id, credential, nonce: begun.nonce, expiresAt: begun.expiresAt.toISOString() }, { status: 201 });
});
