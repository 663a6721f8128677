import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { takeIn } from '#lib/ingest/take-in.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { listStatements } from '#lib/store/statements.ts';
import type { EnrolledSampleKey } from '#lib/testing/sample-attestation.ts';
import { makeSampleFleet, type SampleSubmission } from '#lib/testing/sample-fleet.ts';

const DEVICES = 200;
const AUTHOR = 'sample fleet';
/** Trusted in the demo; the fourth authority, `stranger`, is not. */
const ANCHORS = ['tpmVendor', 'vendor', 'integrator'] as const;
const DAY_MS = 86_400_000;

/** One more is known by a BOM alone, which makes no device: it waits in Unlinked. */
const STORIES = DEVICES + 1;

/** Hands in the files of 200 made-up devices, each at its time in the past. Does nothing when that was done before. */
export async function feedSampleFleet(databaseUrl: string): Promise<void> {
  const store = openStore(databaseUrl);
  try {
    const { items } = await listStatements(store, { kind: 'anchor', author: AUTHOR, limit: 1 });
    if (items.length > 0) return;
    console.log(`Handing in the sample fleet: ${DEVICES} made-up devices …`);
    await feed(store, new Date());
  } finally {
    await store.close();
  }
}

async function feed(store: Store, now: Date): Promise<void> {
  const { authorities, stories } = makeSampleFleet({ count: STORIES, now: now.toISOString() });
  for (const { submissions, enrolled } of stories) {
    if (enrolled !== null) await recordEnrolment(store, enrolled, now);
    await Promise.all(submissions.map((submission) => handIn(store, submission, now)));
  }
  for (const name of ANCHORS) {
    const { certificate } = authorities[name];
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(certificate),
      certificate: Buffer.from(certificate).toString('base64'),
      label: `Sample: ${name}`,
      author: AUTHOR,
      at: new Date(now.getTime() - 365 * DAY_MS).toISOString(),
      reason: 'A made-up authority of the sample fleet',
    });
  }
}

async function recordEnrolment(store: Store, { endorsementKey, attestationKey }: EnrolledSampleKey, now: Date): Promise<void> {
  await recordStatement(store, {
    kind: 'attestation-key',
    endorsementKey: Buffer.from(endorsementKey).toString('base64'),
    endorsementCertificate: null,
    attestationKey: Buffer.from(attestationKey).toString('base64'),
    method: 'credential-activation',
    author: AUTHOR,
    at: new Date(now.getTime() - 30 * DAY_MS).toISOString(),
    reason: 'A made-up TPM of the sample fleet',
  });
}

async function handIn(
  store: Store,
  { bytes, daysAgo, fileName, role, submittedBy, device, challenge }: SampleSubmission,
  now: Date,
): Promise<void> {
  if (challenge !== undefined) await saveChallenge(store.pool, { ...challenge, account: submittedBy });
  await takeIn(store, {
    stream: chunksOf(bytes),
    submittedBy,
    fileName,
    device: device ?? null,
    ...(challenge === undefined ? {} : { challenge }),
    role,
    observedAt: null,
    mayAttachTo: 'any',
    idempotencyKey: null,
    receivedAt: new Date(now.getTime() - daysAgo * DAY_MS),
  });
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
