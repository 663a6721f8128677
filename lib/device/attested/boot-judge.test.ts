import { expect, test } from 'vitest';
import type { AppraisalInput, EarlierQuote } from '#lib/attestation/appraisal-types.ts';
import { judgeBoot } from '#lib/attestation/appraise-boot.ts';
import { parseEvidence } from '#lib/attestation/evidence.ts';
import { fromHex, toBase64 } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { makeBootJudge } from './boot-judge.ts';

const key = makeAttestationKey('ecdsa');
const DATA = Uint8Array.of(1);

/** What differs from answer to answer, and has to be judged by itself. */
const DEVICES: readonly (MadeDevice & { readonly members?: Readonly<Record<string, unknown>> })[] = [
  {},
  { unlogged: [{ pcr: 4, data: DATA }] },
  { events: SMALL_BOOT.slice(1) },
  { selections: [{ hash: 0x000b, pcrs: [0, 7] }] },
  { selections: [{ hash: 0x0004, pcrs: [0, 1, 2, 3, 4, 5, 6, 7] }] },
  { members: { eventLog: undefined } },
  { members: { eventLog: '' } },
  { members: { eventLog: toBase64(fromHex('00'.repeat(20))) } },
  { members: { eventLog: toBase64(fromHex('ff')) } },
  { members: { imaLog: '' } },
  { members: { pcrValues: toBase64(new Uint8Array(256)) } },
  { members: { pcrValues: toBase64(new Uint8Array(256).fill(1)) } },
];

const BEFORE: readonly EarlierQuote['matched'][] = [[], [{ hash: 0x000b, pcr: 4 }], [{ hash: 0x000b, pcr: 0 }]];

function inputOf({ members = {}, ...device }: (typeof DEVICES)[number], nonce: number): AppraisalInput {
  const made = makeEvidence({ key, nonce: new Uint8Array(32).fill(nonce), ...device });
  return {
    evidence: parseEvidence(evidenceFile({ ...evidenceMembers(made), ...members })),
    enrolment: { proof: 'activation', keyName: null, revoked: false, endorsementKey: null, chain: 'pass', components: 'unknown' },
    challenge: null,
    receivedAt: '2026-05-01T00:00:00Z',
    earlier: null,
    otherKey: null,
    compareReferences: null,
    knownFiles: null,
    policy: { requiredPcrs: [], requireSecureBoot: false, requireReferences: false, requireKnownFiles: false },
  };
}

test('what is remembered is what would be judged again, and what says something else is judged by itself', () => {
  let judged = 0;
  const judge = makeBootJudge((input, continued) => {
    judged += 1;
    return judgeBoot(input, continued);
  });
  for (const nonce of [1, 2, 3]) {
    for (const device of DEVICES) {
      const input = inputOf(device, nonce);
      for (const continued of BEFORE) expect(judge(input, continued)).toEqual(judgeBoot(input, continued));
    }
  }
  // Three nonces, and each is judged as the first of them.
  expect(judged).toBe(DEVICES.length * BEFORE.length);
});

test('nothing is remembered where reference values or listed files decide as well', () => {
  const judge = makeBootJudge();
  const input = inputOf({}, 1);
  expect(judge(input, []).files).toBeNull();
  let asked = 0;
  const compareReferences: NonNullable<AppraisalInput['compareReferences']> = () => {
    asked += 1;
    return { events: [], registers: [], pcrs: [] };
  };
  judge({ ...input, compareReferences }, []);
  judge({ ...input, compareReferences }, []);
  expect(asked).toBe(2);
});
