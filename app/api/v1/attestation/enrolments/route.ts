import { randomBytes } from 'node:crypto';
import { beginEnrolment } from '#lib/ingest/enrolment.ts';
import { type ListedEnrolment, listEnrolments } from '#lib/ingest/list-enrolments.ts';
import { asker } from '../../../../server/asker.ts';
import { attestationProblem } from '../../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../../server/guarded-route.ts';
import { readJsonBody } from '../../../../server/json-body.ts';
import { given, pageJson } from '../../../../server/page-json.ts';
import { readQuery } from '../../../../server/query.ts';
import { enrolmentBody, enrolmentQuery, octetsOf, optionalOctetsOf } from '../../schema/attestation.ts';

export const GET = guardedRoute('GET /api/v1/attestation/enrolments', async ({ store, query }) => {
  const { items, nextCursor } = await listEnrolments(store, given(readQuery(query, enrolmentQuery)));
  return pageJson({ items: items.map(enrolledKeyOf), nextCursor });
});

function enrolledKeyOf({ statement, name, device, answeredAt, withdrawal }: ListedEnrolment) {
  const { id, at, author, method } = statement;
  const taken = withdrawal === null ? null : { author: withdrawal.author, at: withdrawal.at, reason: withdrawal.reason };
  return {
    attestationKey: name,
    statement: id,
    device: device?.id ?? null,
    method,
    enrolledAt: at,
    enrolledBy: author,
    answeredAt,
    withdrawal: taken,
  };
}

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
