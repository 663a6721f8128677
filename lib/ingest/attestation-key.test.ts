import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { evidenceOfDevice } from './ask-device.ts';
import { exportEvidence } from './export-evidence.ts';
import { type NewStatement, recordStatement } from './record-statement.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const certificate = endorsementKeyOf(device, authorities);
const at = (day: number): string => new Date(Date.UTC(2026, 2, day)).toISOString();

function enrolled(seed: string, day = 3): NewStatement {
  return {
    kind: 'attestation-key',
    endorsementKey: Buffer.from(makeTpmEndorsementKey('ec-p256', seed).publicArea).toString('base64'),
    endorsementCertificate: sha256Hex(certificate),
    attestationKey: Buffer.from(makeAttestationKey('ecdsa').publicArea).toString('base64'),
    method: 'credential-activation',
    author: 'agent',
    at: at(day),
    reason: 'The TPM gave the secret back.',
  };
}

async function onlyDevice(store: Store): Promise<string> {
  const { items } = await listFleet(store);
  expect(items).toHaveLength(1);
  return items[0]?.id ?? '';
}

async function saidAbout(store: Store, id: string): Promise<readonly Statement[]> {
  return (await evidenceOfDevice(store, id, { at: at(9) }))?.evidence.statements ?? [];
}

async function withDevice(): Promise<Store> {
  const store = await openTestStore();
  for (const bytes of [certificate, baseOf(device, authorities)]) await handIn(store, bytes);
  await settle(store);
  return store;
}

test('a key that was enrolled is evidence of the device whose endorsement key it stands beside, and of no other', async () => {
  const store = await withDevice();
  const own = await recordStatement(store, enrolled('ek-7'));
  await recordStatement(store, enrolled('ek-8'));
  // Folded with it: what counts statements when a fold is kept counts this one as well.
  await settle(store);
  expect(await saidAbout(store, await onlyDevice(store))).toEqual([own]);
});

test('it is found just as well when it was enrolled before its certificate came', async () => {
  const store = await openTestStore();
  const own = await recordStatement(store, enrolled('ek-7'));
  await settle(store);
  for (const bytes of [certificate, baseOf(device, authorities)]) await handIn(store, bytes);
  await settle(store);
  expect(await saidAbout(store, await onlyDevice(store))).toEqual([own]);
});

test('what takes it back, and what takes that back, comes along, into downloaded evidence too', async () => {
  const store = await withDevice();
  const own = await recordStatement(store, enrolled('ek-7'));
  const said = { author: 'olga', reason: 'the board was replaced' };
  const withdrawal = await recordStatement(store, { ...said, kind: 'withdrawal', statement: own.id, at: at(4) });
  const again = await recordStatement(store, { ...said, kind: 'withdrawal', statement: withdrawal.id, at: at(5) });
  await settle(store);
  const id = await onlyDevice(store);
  expect(await saidAbout(store, id)).toEqual([own, withdrawal, again]);
  const exported = await exportEvidence(store, id, new Date(at(9)));
  if (exported === undefined) throw new Error('no evidence');
  expect((await traceEvidence(await buffer(exported.stream))).devices).toHaveLength(1);
});

test('a statement whose key is no public area of a TPM is refused', async () => {
  const store = await openTestStore();
  await expect(recordStatement(store, { ...enrolled('ek-7'), attestationKey: 'AAAA' } as NewStatement)).rejects.toMatchObject({
    code: 'not-a-key',
  });
});
