import { expect, test } from 'vitest';
import { assembleDevices } from '#lib/device/assemble.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { SMALL_RUN } from '#lib/testing/runtime-logs.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { firmwareView } from './firmware-view.ts';

const authorities = makeSampleAuthorities();
const sample = makeSampleDevice(3);
const anchors = [authorities.vendor, authorities.tpmVendor].map(({ certificate }) => ({ certificate: parseCertificate(certificate) }));
const key = makeAttestationKey('ecdsa');
const name = toHex(nameOf(parsePublicArea(key.publicArea)) ?? new Uint8Array());
const PCRS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 15];
const selectionOf = ({ selections: [asked] = [] }: MadeDevice): string => `sha256:${(asked?.pcrs ?? PCRS).join(',')}`;
const hour = (count: number): string => `2026-05-01T0${count}:00:00.000Z`;
const enrolled: Statement = say('agent', '2026-04-30T00:00:00Z', {
  kind: 'attestation-key',
  endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', `ek-${sample.number}`).publicArea),
  endorsementCertificate: null,
  attestationKey: toBase64(key.publicArea),
  method: 'credential-activation',
});

/** An answer an hour, each to a challenge over the firmware's registers and those of systemd. */
function deviceAfter(answers: readonly MadeDevice[]): DeviceState {
  const files = answers.map((answer, index) => {
    const nonce = `0${index + 1}`.repeat(32);
    const selections = [{ hash: 0x000b, pcrs: PCRS }];
    const made = makeEvidence({ key, nonce: fromHex(nonce), selections, ...answer, quote: { clock: BigInt(index + 1) * 1000n } });
    const [issuedAt, expiresAt] = [hour(index + 1), hour(index + 2)];
    const challenge = { id: `c${index}`, nonce, attestationKey: name, selection: selectionOf(answer), issuedAt, expiresAt };
    return { label: `answer ${index}`, bytes: evidenceFile(evidenceMembers(made)), receivedAt: hour(index + 1), challenge };
  });
  const certificates = [
    { label: 'ek', bytes: endorsementKeyOf(sample, authorities) },
    { label: 'base', bytes: baseOf(sample, authorities) },
  ];
  const [device] = assembleDevices({ ...readEvidence([...certificates, ...files], anchors), statements: [enrolled], at: hour(9) }).devices;
  if (device === undefined) throw new Error('no device');
  return device;
}

test('what systemd measured stands beside the records of the firmware, by the newest answer of the start, and says what its quote confirms', () => {
  const device = deviceAfter([{ run: SMALL_RUN.slice(0, -1) }, { run: SMALL_RUN }]);
  const chosen = firmwareView('en', { device })?.chosen;
  expect(chosen?.runtime).toMatchObject({ told: expect.stringContaining('2026-05-01 02:00 UTC, whose quote confirms') });
  expect(chosen?.runtime?.told).toContain('PCR 9, 11, 15');
  expect(chosen?.runtime?.records).toHaveLength(SMALL_RUN.length);
  expect(chosen?.runtime?.records.map(({ place }) => place)).toContain('NV index 0x01d10200');
  expect(chosen?.runtime?.records.at(-1)).toMatchObject({
    pcr: 11,
    type: 'phase',
    says: 'phase ready: the system is up, before users may log in',
    measured: 'all of it',
  });
  expect(chosen?.registers).toEqual(expect.arrayContaining([7, 11, 15]));
});

test('a start without such a log tells nothing of it, and a log that the quote does not confirm is told as such', () => {
  expect(firmwareView('en', { device: deviceAfter([{}]) })?.chosen.runtime).toBeNull();
  const firmwareAlone = deviceAfter([{ run: SMALL_RUN, selections: [{ hash: 0x000b, pcrs: [0, 1, 2, 3, 4, 5, 6, 7] }] }]);
  expect(firmwareView('en', { device: firmwareAlone })?.chosen.runtime?.told).toContain('No quote confirms');
});

test('each start has the log of its own answers', () => {
  const events = (text: string) => ({
    pcr: 8,
    type: 'EV_IPL' as const,
    data: new TextEncoder().encode(text),
    measured: new TextEncoder().encode(text),
  });
  const [first, second] = [[events('a')], [events('b')]];
  const device = deviceAfter([{ run: SMALL_RUN, events: first }, { events: second }]);
  const view = firmwareView('en', { device });
  expect(view?.chosen.runtime).toBeNull();
  expect(firmwareView('en', { device, boot: view?.boots[1]?.id })?.chosen.runtime?.records).toHaveLength(SMALL_RUN.length);
});
