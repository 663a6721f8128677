import { expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import { listEnrolledKeys } from '#lib/store/enrolled-keys.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { enrolledSampleKey, sampleAnswer } from '#lib/testing/sample-attestation.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { isStandingEnrolment, listEnrolments } from './list-enrolments.ts';
import { recordStatement } from './record-statement.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();

/** @returns id of the statement */
async function enrol(store: Store, number: number, day: number): Promise<string> {
  const { endorsementKey, attestationKey } = enrolledSampleKey(number);
  const { id } = await recordStatement(store, {
    kind: 'attestation-key',
    endorsementKey: toBase64(endorsementKey),
    endorsementCertificate: null,
    attestationKey: toBase64(attestationKey),
    method: number === 8 ? 'certificate' : 'credential-activation',
    author: 'agent',
    at: new Date(Date.UTC(2026, 2, day)).toISOString(),
    reason: 'seen',
  });
  return id;
}

test('keys are listed with their devices, the newest first, by device and by the way in which they were enrolled, page by page', async () => {
  const store = await openTestStore();
  for (const device of [makeSampleDevice(7), makeSampleDevice(8)])
    for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)]) await handIn(store, bytes);
  const ids = [await enrol(store, 7, 1), await enrol(store, 8, 2), await enrol(store, 9, 3)];
  await settle(store);
  const { items } = await listEnrolledKeys(store);
  expect(items.map(({ statement }) => statement.id)).toEqual(ids.toReversed());
  expect(items.map(({ device }) => device?.serial ?? null)).toEqual([null, 'HF000008', 'KR000007']);
  expect(items[0]?.name).toMatch(/^000b[0-9a-f]{64}$/);

  const idOf = async (filter: Parameters<typeof listEnrolledKeys>[1]) =>
    (await listEnrolledKeys(store, filter)).items.map(({ statement }) => statement.id);
  expect(await idOf({ device: items[2]?.device?.id ?? '' })).toEqual([ids[0]]);
  expect(await idOf({ device: 'none' })).toEqual([]);
  expect(await idOf({ method: 'certificate' })).toEqual([ids[1]]);

  const first = await listEnrolledKeys(store, { limit: 2 });
  expect(first.items).toHaveLength(2);
  expect(await idOf({ limit: 2, cursor: first.nextCursor ?? '' })).toEqual([ids[0]]);
});

test('an enrolment that was withdrawn tells by whom, and stands again when the withdrawal is withdrawn', async () => {
  const store = await openTestStore();
  const id = await enrol(store, 7, 1);
  const said = { kind: 'withdrawal', author: 'olga', reason: 'the board was replaced' } as const;
  const withdrawal = await recordStatement(store, { ...said, statement: id, at: '2026-03-02T00:00:00.000Z' });
  expect((await listEnrolments(store, {})).items).toMatchObject([{ withdrawal: { author: 'olga', reason: 'the board was replaced' } }]);
  expect(await isStandingEnrolment(store, id)).toBe(false);
  await recordStatement(store, { ...said, statement: withdrawal.id, at: '2026-03-03T00:00:00.000Z' });
  expect((await listEnrolments(store, {})).items).toMatchObject([{ withdrawal: null }]);
  expect([await isStandingEnrolment(store, id), await isStandingEnrolment(store, withdrawal.id)]).toEqual([true, false]);
});

const DAY_MS = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

test('each key tells when it answered last, as the fold of its device found it; the list is cut and ordered by that', async () => {
  const store = await openTestStore();
  for (const { certificate } of [authorities.tpmVendor, authorities.vendor]) await recordAnchor(store, certificate);
  for (const device of [makeSampleDevice(7), makeSampleDevice(8)])
    for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)]) await handIn(store, bytes);
  const enrolledAgo = (number: number, days: number) => enrol(store, number, (daysAgo(days).getTime() - Date.UTC(2026, 2, 0)) / DAY_MS);
  const [seven, eight, nine] = [await enrolledAgo(7, 100), await enrolledAgo(8, 60), await enrolledAgo(9, 90)];
  const answered = daysAgo(40);
  const { bytes, challenge } = sampleAnswer({ number: 7, daysAgo: 40, at: answered.toISOString(), hides: false });
  await saveChallenge(store, { ...challenge, account: 'operator' });
  await handIn(store, bytes, { receivedAt: answered, challenge });
  await settle(store, new Date());

  const listed = async (filter: Parameters<typeof listEnrolledKeys>[1]) =>
    (await listEnrolledKeys(store, filter)).items.map(({ statement, answeredAt }) => [statement.id, answeredAt]);
  const at = answered.toISOString();
  expect(await listed({})).toEqual([
    [eight, null],
    [nine, null],
    [seven, at],
  ]);
  expect(await listed({ sort: 'silent' })).toEqual([
    [eight, null],
    [seven, at],
  ]);
  expect(await listed({ silentDays: 39 })).toHaveLength(2);
  expect(await listed({ silentDays: 50 })).toEqual([[eight, null]]);
  expect(await listed({ silentDays: 61, sort: 'silent' })).toEqual([]);
  const first = await listEnrolledKeys(store, { sort: 'silent', limit: 1 });
  expect(await listed({ sort: 'silent', limit: 1, cursor: first.nextCursor ?? '' })).toEqual([[seven, at]]);

  await recordStatement(store, { kind: 'withdrawal', author: 'olga', reason: 'gone', statement: eight, at: new Date().toISOString() });
  await settle(store, new Date());
  expect(await listed({ sort: 'silent' })).toEqual([[seven, at]]);
});
