import type { Signer } from '#lib/encoding/check.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { type NewStatement, recordStatement } from '#lib/ingest/record-statement.ts';
import { takeIn } from '#lib/ingest/take-in.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { listStatements } from '#lib/store/statements.ts';
import { makeSampleFleet, type SampleStory } from '#lib/testing/sample-fleet.ts';
import { KIOSK_LINE } from '#lib/testing/sample-starts.ts';
import type { SampleSubmission } from '#lib/testing/sample-submissions.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { signerOf } from '#lib/x509/signer.ts';

const DEVICES = 200;
const AUTHOR = 'sample fleet';
/** What two people have to say. */
const SECOND = 'sample fleet, the second person';
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
      at: daysBefore(now, 365),
      reason: 'A made-up authority of the sample fleet',
    });
  }
  const signer = signerOf(parseCertificate(authorities.vendor.certificate));
  for (const proposed of linesBefore(now, signer)) {
    const { id } = await recordStatement(store, proposed);
    await recordStatement(store, { kind: 'approval', statement: id, author: SECOND, at: daysBefore(now, 300), reason: 'Made up: agreed' });
  }
}

const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();

/** Lines of the two tables that need two people. */
function linesBefore(now: Date, signer: Signer): readonly NewStatement[] {
  const head = { author: AUTHOR, at: daysBefore(now, 301), reason: 'A made-up line of the sample fleet' };
  return [
    { ...head, kind: 'issuer-policy', change: { action: 'add', line: manifestsBy(signer) } },
    { ...head, kind: 'attestation-policy', change: { action: 'add', line: KIOSK_LINE } },
  ];
}

/** Nobody but the vendor says how devices should start. */
function manifestsBy({ key, certificate, name }: Signer) {
  const anywhere = { manufacturers: [], models: [], devices: [], categories: [], actions: [], from: null, until: null };
  return { ...anywhere, who: { kind: 'issuer' as const, key, certificate, name }, rights: ['reference-value' as const] };
}

async function recordEnrolment(store: Store, enrolled: NonNullable<SampleStory['enrolled']>, now: Date): Promise<void> {
  const { endorsementKey, attestationKey, daysAgo } = enrolled;
  await recordStatement(store, {
    kind: 'attestation-key',
    endorsementKey: Buffer.from(endorsementKey).toString('base64'),
    endorsementCertificate: null,
    attestationKey: Buffer.from(attestationKey).toString('base64'),
    method: 'credential-activation',
    author: AUTHOR,
    at: daysBefore(now, daysAgo),
    reason: 'A made-up TPM of the sample fleet',
  });
}

async function handIn(
  store: Store,
  { bytes, daysAgo, fileName, role, submittedBy, device, challenge }: SampleSubmission,
  now: Date,
): Promise<void> {
  if (challenge !== undefined) await saveChallenge(store, { ...challenge, account: submittedBy });
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
