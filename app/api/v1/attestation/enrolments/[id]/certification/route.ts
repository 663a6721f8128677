import { certifyEnrolment } from '#lib/ingest/certify-enrolment.ts';
import { asker } from '../../../../../../server/asker.ts';
import { attestationProblem } from '../../../../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../../server/json-body.ts';
import { certificationBody, octetsOf, optionalOctetsOf } from '../../../../schema/attestation.ts';

export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/attestation/enrolments/[id]/certification',
  async ({ store, principal, params, request }) => {
    const body = await readJsonBody(request, certificationBody);
    const answer = {
      ...asker(principal),
      id: params.id,
      endorsementCertificate: octetsOf(body.endorsementCertificate),
      certifyingKey: octetsOf(body.certifyingKey),
      certifyingCertificate: optionalOctetsOf(body.certifyingCertificate),
      parentKey: optionalOctetsOf(body.parentKey),
      attest: octetsOf(body.certification),
      signature: octetsOf(body.signature),
    };
    const { attestationKey, statement } = await certifyEnrolment(store, answer).catch((error: unknown) => {
      throw attestationProblem(error);
    });
    return Response.json({ attestationKey, statement: statement.id });
  },
);
