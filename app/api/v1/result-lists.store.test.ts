import { expect, test } from 'vitest';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const list = encodeUtf8(
  [
    'Device Status,Device Name,Validation Timestamp,Endorsement Certificate Validation Status,Platform Certificate Validation Status,Firmware Validation Status',
    'PASS,rack-7,2026-05-01 10:00:00,PASS,PASS,PASS',
    'FAIL,rack-8,2026-05-01 10:00:00,PASS,PASS,FAIL',
    'FAIL,elsewhere,2026-05-01 10:00:00,PASS,PASS,FAIL',
  ].join('\n'),
);

test('a list of another verifier waits until its devices are known, tells each its own row, and an integrator reads nobody else’s', async () => {
  const store = await openTestStore();
  for (const { certificate } of [authorities.tpmVendor, authorities.vendor]) {
    const anchor = {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(certificate),
      certificate: toBase64(certificate),
      label: 'sample',
    } as const;
    await recordStatement(store, { ...anchor, author: 'ada', at: new Date().toISOString(), reason: 'test' });
  }
  await handIn(store, list, { receivedAt: new Date() });
  await settle(store, new Date());
  const operator = await userWithToken(store, { name: 'olga', role: 'operator' });
  const { body: waiting } = await callApi(store, 'GET /api/v1/unlinked', { token: operator });
  expect(waiting.items).toMatchObject([{ reason: 'no-such-device', detail: expect.stringContaining('rack-7, rack-8, elsewhere') }]);

  for (const number of [7, 8]) {
    const made = makeSampleDevice(number);
    for (const bytes of [endorsementKeyOf(made, authorities), baseOf(made, authorities)])
      await handIn(store, bytes, { receivedAt: new Date(), device: `rack-${number}` });
  }
  await settle(store, new Date());
  const titles = async (id: string, token: string): Promise<readonly string[]> => {
    const { body } = await callApi(store, `GET /api/v1/devices/${id}/timeline`, { token });
    return body.items.filter((item: { kind: string }) => item.kind === 'attestation-result').map((item: { title: string }) => item.title);
  };
  const devices = (await listFleet(store)).items;
  const idOf = (number: number): string => devices.find(({ serial }) => serial === makeSampleDevice(number).platform.serial)?.id ?? '';
  expect(await titles(idOf(7), operator)).toEqual([expect.stringMatching(/"rack-7": affirming \(1 of 3 in a list\)/)]);
  expect(await titles(idOf(8), operator)).toEqual([expect.stringMatching(/"rack-8": contraindicated/)]);
  expect((await callApi(store, 'GET /api/v1/unlinked', { token: operator })).body.items).toEqual([]);

  const ines = await userWithToken(store, { name: 'ines', role: 'integrator', devices: [idOf(7)] });
  expect(JSON.stringify(await titles(idOf(7), ines))).not.toContain('rack-8');
  const { body } = await callApi(store, `GET /api/v1/devices/${idOf(7)}/timeline`, { token: ines });
  expect(JSON.stringify(body)).not.toMatch(/rack-8|elsewhere/);
  for (const path of ['', '/content']) {
    expect((await callApi(store, `GET /api/v1/artifacts/${sha256Hex(list)}${path}`, { token: ines })).status).toBe(404);
    expect((await callApi(store, `GET /api/v1/artifacts/${sha256Hex(list)}${path}`, { token: operator })).status).toBe(200);
  }
});
