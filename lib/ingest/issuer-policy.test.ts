import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { IssuerPolicyLine, PolicySpeaker } from '#lib/device/statement/issuer-policy-types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { listAssessments } from '#lib/store/assessments.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { policyLine } from '#lib/testing/device-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, deltaOf, endorsementKeyOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { signerOf } from '#lib/x509/signer.ts';
import { askDevice } from './ask-device.ts';
import { exportEvidence } from './export-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const neighbor = makeSampleDevice(10);
const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const iso = (number: number) => day(number).toISOString();

const issuer = (who: 'vendor' | 'integrator' | 'tpmVendor'): PolicySpeaker => ({
  kind: 'issuer',
  ...signerOf(parseCertificate(authorities[who].certificate)),
});
const delta = (serial: string) =>
  deltaOf({
    device,
    authorities,
    order: 1,
    components: [{ ...memoryModule(serial), status: 'added' }],
    notBefore: '2026-02-01T00:00:00Z',
    issuer: 'integrator',
  });

async function openWithAnchors(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.tpmVendor, authorities.vendor, authorities.integrator]) {
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(certificate),
      certificate: Buffer.from(certificate).toString('base64'),
      label: 'sample',
      author: 'admin',
      at: iso(1),
      reason: 'test',
    });
  }
  return store;
}

const propose = (store: Store, at: string, over: Partial<IssuerPolicyLine>) =>
  recordStatement(store, {
    kind: 'issuer-policy',
    // The schema wants lists that can grow.
    change: { action: 'add', line: structuredClone(policyLine(over)) as never },
    author: 'admin',
    at,
    reason: 'test',
  });
const approve = (store: Store, at: string, { id }: { readonly id: string }, author = 'olga') =>
  recordStatement(store, { kind: 'approval', statement: id, author, at, reason: 'agreed' });

async function only(store: Store) {
  const [row] = (await listFleet(store)).items;
  const assessed = row === undefined ? undefined : await findAssessed(store, row.id);
  if (assessed === undefined) throw new Error('no device');
  return assessed;
}
const partsOf = async (store: Store) => (await only(store)).device.expected.units.length;

test('a line changes nothing until another person approves it; then the device of a foreign delta is judged again', async () => {
  const store = await openWithAnchors();
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), delta('M-77')])
    await handIn(store, bytes, { receivedAt: day(2) });
  await settle(store, day(3));
  const built = device.components.length;
  expect(await partsOf(store)).toBe(built + 1);
  const line = await propose(store, iso(4), { who: issuer('vendor'), rights: ['delta'] });
  await settle(store, day(4));
  expect(await partsOf(store)).toBe(built + 1);
  await expect(approve(store, iso(5), line, 'admin')).rejects.toMatchObject({ code: 'own-statement' });
  await approve(store, iso(5), line);
  await settle(store, day(5));
  const refused = await only(store);
  expect(refused.device.expected.units).toHaveLength(built);
  expect(refused.findings).toContainEqual(expect.objectContaining({ rule: 'issuer-not-authorized', severity: 'medium' }));
  expect(refused.verdict.reasons.join(' ')).toMatch(
    /the issuer CN=Bay Integration .* may not sign delta certificates for devices of Kirin Systems: no policy line lets it/,
  );
  const [assessment] = (await listAssessments(store, { deviceId: refused.device.id })).items;
  expect([assessment?.issuerPolicy, refused.issuerPolicy]).toEqual([refused.issuerPolicy, expect.stringMatching(/^[0-9a-f]{16}$/)]);
  const allowing = await propose(store, iso(6), { who: issuer('integrator'), manufacturers: [device.platform.manufacturer] });
  await approve(store, iso(6), allowing);
  await settle(store, day(6));
  expect(await partsOf(store)).toBe(built + 1);
  expect((await only(store)).findings.map(({ rule }) => rule)).not.toContain('issuer-not-authorized');
});

test('what was known before the approval is judged as before it', async () => {
  const store = await openWithAnchors();
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), delta('M-77')])
    await handIn(store, bytes, { receivedAt: day(2) });
  await approve(store, iso(5), await propose(store, iso(4), { who: issuer('vendor') }));
  await settle(store, day(6));
  const { id } = (await only(store)).device;
  const partsAt = async (question: Parameters<typeof askDevice>[2]) => (await askDevice(store, id, question))?.device.expected.units.length;
  expect(await partsAt({ asOf: iso(6) })).toBe(device.components.length);
  expect(await partsAt({ asOf: iso(6), knownAt: iso(4) })).toBe(device.components.length + 1);
});

test('the downloaded evidence carries the policy, so that it traces to the verdict of the server', { timeout: 60_000 }, async () => {
  const store = await openWithAnchors();
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), delta('M-77')])
    await handIn(store, bytes, { receivedAt: day(2) });
  await approve(store, iso(5), await propose(store, iso(4), { who: issuer('vendor') }));
  await settle(store, day(6));
  const { device: served, verdict } = await only(store);
  const exported = await exportEvidence(store, served.id, day(6));
  if (exported === undefined) throw new Error('no evidence');
  const { devices } = await traceEvidence(await buffer(exported.stream));
  const { trust, reasons, lifecycle } = verdict;
  expect(devices).toMatchObject([{ key: served.id, verdict: { trust, lifecycle, reasons: [...reasons] } }]);
});

test('only the devices that a line concerns are folded again', async () => {
  const store = await openWithAnchors();
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), delta('M-77')])
    await handIn(store, bytes, { receivedAt: day(2) });
  for (const bytes of [endorsementKeyOf(neighbor, authorities), baseOf(neighbor, authorities)])
    await handIn(store, bytes, { receivedAt: day(2) });
  // The first line about deltas concerns everybody: from then on the table decides about them.
  await approve(store, iso(3), await propose(store, iso(3), { who: issuer('vendor') }));
  await settle(store, day(3));
  const waiting = async () => {
    const { rows } = await store.pool.query("SELECT data FROM pgboss.job WHERE name = 'refold' AND state < 'active'");
    return rows.map(({ data }) => data);
  };
  const proposed = await propose(store, iso(4), { who: issuer('integrator') });
  expect(await waiting()).toEqual([]);
  await approve(store, iso(4), proposed);
  expect(await waiting()).toMatchObject([{ issuers: [expect.stringContaining('bay integration')] }]);
  await settle(store, day(5));
  await approve(store, iso(6), await propose(store, iso(6), { who: { kind: 'submitter', account: 'operator' }, rights: ['observation'] }));
  await settle(store, day(6));
  await approve(store, iso(7), await propose(store, iso(7), { who: { kind: 'submitter', account: 'bob' }, rights: ['observation'] }));
  expect(await waiting()).toEqual([{ submitter: 'bob' }]);
});

test('nobody alone takes back what two people approved, and a line ends when another person agrees', async () => {
  const store = await openWithAnchors();
  const line = await propose(store, iso(3), { who: issuer('vendor') });
  const approval = await approve(store, iso(3), line);
  for (const { id } of [line, approval]) {
    const withdrawal = recordStatement(store, { kind: 'withdrawal', statement: id, author: 'olga', at: iso(4), reason: 'alone' });
    await expect(withdrawal).rejects.toMatchObject({ code: 'settled' });
  }
  const change = (target: string) => ({ kind: 'issuer-policy', change: { action: 'end', line: target, until: iso(4) } }) as const;
  const end = await recordStatement(store, { ...change(line.id), author: 'admin', at: iso(4), reason: 'over' });
  await approve(store, iso(5), end);
  await expect(recordStatement(store, { ...change('0'.repeat(64)), author: 'admin', at: iso(4), reason: 'over' })).rejects.toMatchObject({
    code: 'no-such-statement',
  });
  await expect(recordStatement(store, { ...change(approval.id), author: 'admin', at: iso(4), reason: 'over' })).rejects.toMatchObject({
    code: 'no-such-statement',
  });
});
