import { enrolByCertificate } from '#lib/ingest/certified-enrolment.ts';
import { asker } from '../../../../../server/asker.ts';
import { attestationProblem } from '../../../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../server/json-body.ts';
import { certifiedEnrolmentBody, octetsOf, optionalOctetsOf } from '../../../schema/attestation.ts';

export const POST = guardedRoute('POST /api/v1/attestation/enrolments/certified', async ({ store, principal, request }) => {
  const body = await readJsonBody(request, certifiedEnrolmentBody);
  const keys = {
    endorsementKey: octetsOf(body.endorsementKey),
    endorsementCertificate: octetsOf(body.endorsementCertificate),
    attestationKey: octetsOf(body.attestationKey),
  };
  const question = { ...asker(principal), keys, attestationCertificate: optionalOctetsOf(body.attestationCertificate) };
  const { attestationKey, statement } = await enrolByCertificate(store, question).catch((error: unknown) => {
    throw attestationProblem(error);
  });
  return Response.json({ attestationKey, statement: statement.id }, { status: 201 });
});
