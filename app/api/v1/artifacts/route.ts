import { type Principal, requireRight } from '#lib/auth/principal.ts';
import { maySeeDevice, visibleDevices } from '#lib/auth/visible-devices.ts';
import { challengeToAnswer } from '#lib/ingest/challenge.ts';
import { takeIn, UploadRefused } from '#lib/ingest/take-in.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { ApiRequest, Octets } from '../../../server/api-request.ts';
import { attestationProblem } from '../../../server/attestation-problem.ts';
import { guardedRoute } from '../../../server/guarded-route.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { readQuery } from '../../../server/query.ts';
import { refuseCompressed } from '../../../server/refuse-compressed.ts';
import { submitQuery } from '../schema/artifacts.ts';

const MAX_KEY_LENGTH = 200;

/** One file a request, streamed: the answer comes when bytes, submission and job are in the database. */
export const POST = guardedRoute('POST /api/v1/artifacts', async ({ store, principal, request, query }) => {
  const { fileName, device, role, observedAt, challenge } = readQuery(query, submitQuery);
  refuseOtherDevices(principal, device);
  refuseCompressed(request.headers);
  if (request.body === null) throw new RequestProblem('emptyBody');
  const receivedAt = new Date();
  try {
    const answered = challenge === undefined ? {} : { challenge: await asked(store, principal, { id: challenge, at: receivedAt }) };
    const receipt = await takeIn(store, {
      stream: nonEmpty(request.body),
      receivedAt,
      submittedBy: principal.name,
      fileName: fileName ?? null,
      device: device ?? null,
      role: role ?? null,
      observedAt: observedAt === undefined ? null : new Date(observedAt).toISOString(),
      mayAttachTo: visibleDevices(principal),
      idempotencyKey: idempotencyKey(request.headers),
      ...answered,
    });
    return Response.json(receipt, { status: 201, headers: { location: `/api/v1/submissions/${receipt.id}` } });
  } catch (error) {
    if (error instanceof UploadRefused) throw problemOf(error);
    throw attestationProblem(error);
  }
});

/** Answers are of those who may attest, and of whoever was asked. */
function asked(store: Store, principal: Principal, { id, at }: { id: string; at: Date }): ReturnType<typeof challengeToAnswer> {
  requireRight(principal, 'attestation.submit');
  return challengeToAnswer(store, { id, account: principal.name, at });
}

/** For an integrator a device that isn't granted doesn't exist. */
function refuseOtherDevices(principal: Principal, device: string | undefined): void {
  if (device !== undefined && !maySeeDevice(principal, device)) throw new RequestProblem('notFound', { what: 'device' });
}

function idempotencyKey(headers: ApiRequest['headers']): string | null {
  const key = headers.get('idempotency-key');
  if (key === null) return null;
  if (key === '' || key.length > MAX_KEY_LENGTH) {
    throw new RequestProblem('invalidInput', { problems: `Idempotency-Key: 1 to ${MAX_KEY_LENGTH} characters are needed` });
  }
  return key;
}

async function* nonEmpty(body: Octets): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunksOf(body)) {
    size += chunk.byteLength;
    yield chunk;
  }
  if (size === 0) throw new RequestProblem('emptyBody');
}

/** A sender who goes away is no error of ours. */
async function* chunksOf(body: Octets): AsyncGenerator<Uint8Array> {
  // The DOM's type lacks the async iterator that Node's streams have.
  const chunks = (body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch(() => undefined);
      if (next === undefined) throw new RequestProblem('brokenOff');
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

function problemOf(refused: UploadRefused): RequestProblem {
  if (refused.code === 'idempotency-mismatch') return new RequestProblem('idempotencyMismatch');
  return new RequestProblem('bodyTooLarge', { limit: refused.limit ?? 0 });
}
