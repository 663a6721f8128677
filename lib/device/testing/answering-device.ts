import { fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { assembleDevices } from '../assemble.ts';
import { failureOf } from '../attested/attestations.ts';
import type { DeviceState } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Challenge } from '../submission-types.ts';

// One device whose TPM answers hour by hour.

export const authorities = makeSampleAuthorities();
export const device = makeSampleDevice(3);
export const trusted = [authorities.vendor, authorities.tpmVendor].map((authority) => ({
  certificate: parseCertificate(authority.certificate),
}));
export const key = makeAttestationKey('ecdsa');
export const name = toHex(nameOf(parsePublicArea(key.publicArea)) ?? new Uint8Array());
export const endorsement = makeTpmEndorsementKey('ec-p256', `ek-${device.number}`);

export const enrolled: Statement = say('agent', '2026-04-30T00:00:00Z', {
  kind: 'attestation-key',
  endorsementKey: toBase64(endorsement.publicArea),
  endorsementCertificate: null,
  attestationKey: toBase64(key.publicArea),
  method: 'credential-activation',
});

export const hour = (count: number): string => `2026-05-01T${String(count).padStart(2, '0')}:00:00.000Z`;
export const nonceOf = (count: number): string => `${String(count).padStart(2, '0')}`.repeat(32);

export const challengeOf = (count: number): Challenge => ({
  id: `c-${count}`,
  nonce: nonceOf(count),
  attestationKey: name,
  selection: 'sha256:0,1,2,3,4,5,6,7',
  issuedAt: hour(count),
  expiresAt: `2026-05-01T${String(count).padStart(2, '0')}:05:00.000Z`,
});

/** What one answer differs in from an honest one. */
export interface Answer extends MadeDevice {
  readonly challenge?: Partial<Challenge> | null;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly receivedAt?: string;
}

/** The answer of one hour to the challenge of that hour, unless told otherwise. */
export function answerOf({ challenge, members = {}, receivedAt, ...made }: Answer, count: number): LabeledFile {
  const file = evidenceMembers(
    makeEvidence({ key, nonce: fromHex(nonceOf(count)), ...made, quote: { clock: BigInt(count) * 1000n, ...made.quote } }),
  );
  const asked = challenge === null ? {} : { challenge: { ...challengeOf(count), ...challenge } };
  return {
    label: `answer ${count}`,
    bytes: evidenceFile({ ...file, ...members }),
    receivedAt: receivedAt ?? hour(count),
    submittedBy: 'agent',
    ...asked,
  };
}

/** The device after these answers, one an hour, and after other files. */
export function stateAfter(answers: readonly Answer[], over: Partial<Evidence> = {}, others: readonly LabeledFile[] = []): DeviceState {
  const files = [
    { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
    { label: 'base', bytes: baseOf(device, authorities) },
    ...answers.map((answer, index) => answerOf(answer, index + 1)),
    ...others,
  ];
  const evidence = { ...readEvidence(files, trusted), statements: [enrolled], at: hour(20), ...over };
  const [state] = assembleDevices(evidence).devices;
  if (state === undefined) throw new Error('no device');
  return state;
}

/** Why each row of answers fails; undefined where it does not. */
export const failing = ({ attestation }: DeviceState): readonly (string | undefined)[] =>
  attestation.attestations.map(({ checks }) => failureOf(checks)?.detail);
/** How each row of answers ended, and of how many it is. */
export const outcomes = ({ attestation }: DeviceState): readonly string[] =>
  attestation.attestations.map(({ outcome, count }) => `${outcome} ${count}`);
