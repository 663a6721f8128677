import { activateEnrolment } from '#lib/ingest/enrolment.ts';
import { asker } from '../../../../../../server/asker.ts';
import { attestationProblem } from '../../../../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../../../server/json-body.ts';
import { activationBody } from '../../../../schema/attestation.ts';

export const POST = guardedRoute<{ id: string }>(
  'POST /api/v1/attestation/enrolments/[id]/activation',
  async ({ store, principal, params, request }) => {
    const { secret } = await readJsonBody(request, activationBody);
    const question = { ...asker(principal), id: params.id, secret: new Uint8Array(Buffer.from(secret, 'hex')) };
    const { attestationKey, statement } = await activateEnrolment(store, question).catch((error: unknown) => {
      throw attestationProblem(error);
    });
    return Response.json({ attestationKey, statement: statement.id });
  },
);
