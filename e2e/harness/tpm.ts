import type { Page } from '@playwright/test';
import { concatBytes, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { takeIn } from '#lib/ingest/take-in.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import type { Store } from '#lib/store/open-store.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { activate, makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { enrolledSampleKey, sampleAnswer } from '#lib/testing/sample-attestation.ts';
import { sampleAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import { expect } from './story.ts';
import type { StoryDevice } from './story-devices.ts';

/** The agent of a story's device: it enrols, and answers challenges, with the session of whoever set it up. */
export interface StoryTpm {
  readonly enrol: () => Promise<void>;
  /** One answer to a fresh challenge. `made`: what the TPM did. */
  readonly answer: (made?: MadeDevice) => Promise<void>;
}

/** A TPM whose keys are those of the story's certificates, driven over the interface that the real agent uses. */
export function tpmOf({ device, built: [certificate] }: StoryDevice, page: Page): StoryTpm {
  const endorsement = makeTpmEndorsementKey('ec-p256', `ek-${device.number}`);
  const key = sampleAttestationKey(`ak-${device.number}`);
  const name = nameOf(parsePublicArea(key.publicArea)) ?? new Uint8Array();
  const post = async (path: string, data: object | Buffer) => {
    const headers = {
      origin: new URL(page.url()).origin,
      ...(Buffer.isBuffer(data) ? { 'content-type': 'application/octet-stream' } : {}),
    };
    const response = await page.request.post(`/api/v1/${path}`, { headers, data });
    expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
    return response.json();
  };
  let clock = 1000n;
  return {
    async enrol() {
      const begun = await post('attestation/enrolments', {
        endorsementKey: toBase64(endorsement.publicArea),
        endorsementCertificate: toBase64(certificate.bytes),
        attestationKey: toBase64(key.publicArea),
      });
      const secret = activate(new Uint8Array(Buffer.from(begun.credential, 'base64')), endorsement, name);
      await post(`attestation/enrolments/${begun.id}/activation`, { secret: toHex(secret ?? concatBytes([])) });
    },
    async answer(made = {}) {
      const asked = await post('attestation/challenges', { attestationKey: toHex(name) });
      clock += 1000n;
      const selections = parsePcrSelectionText(asked.selection) ?? [];
      const evidence = makeEvidence({ key, nonce: fromHex(asked.nonce), selections, ...made, quote: { clock, ...made.quote } });
      await post(`artifacts?challenge=${asked.id}`, Buffer.from(evidenceFile(evidenceMembers(evidence))));
    },
  };
}

/** That the key of a sample device was seen in its TPM, at a time in the past. */
export async function enrolledBefore(store: Store, { number, at }: { readonly number: number; readonly at: string }): Promise<void> {
  const { endorsementKey, attestationKey } = enrolledSampleKey(number);
  await recordStatement(store, {
    kind: 'attestation-key',
    endorsementKey: toBase64(endorsementKey),
    endorsementCertificate: null,
    attestationKey: toBase64(attestationKey),
    method: 'credential-activation',
    author: 'olivia',
    at,
    reason: 'The agent of the device enrolled its key',
  });
}

/** An answer of a sample device that was handed in at a time in the past. */
export async function answeredBefore(
  store: Store,
  answer: { readonly number: number; readonly daysAgo: number; readonly at: string },
): Promise<void> {
  const { bytes, challenge } = sampleAnswer(answer);
  await saveChallenge(store, { ...challenge, account: 'olivia' });
  await takeIn(store, {
    stream: new Blob([Buffer.from(bytes)]).stream(),
    submittedBy: 'olivia',
    fileName: 'evidence.json',
    device: null,
    role: null,
    observedAt: null,
    mayAttachTo: 'any',
    idempotencyKey: null,
    receivedAt: new Date(answer.at),
    challenge,
  });
}
