import { expect, test } from 'vitest';
import { answerOf, stateAfter } from '#lib/device/testing/answering-device.ts';
import { answerOutcomes } from './answer-outcomes.ts';
import { evidenceView } from './evidence-view.ts';

test('a file is attested where the TPM answered by it, each of a run too; what fails or proves nothing is not', () => {
  const device = stateAfter([{}, {}, {}, { nonce: new Uint8Array(32) }, { challenge: null }]);
  const outcomes = answerOutcomes(device);
  const standings = device.documents
    .filter(({ read }) => read.kind === 'attestation-evidence')
    .sort((a, b) => (a.provenAt < b.provenAt ? -1 : 1))
    .map((document) => evidenceView('en', document, outcomes).standing);
  expect(standings).toEqual(['attested', 'attested', 'attested', 'not-verified', 'self-asserted']);
});

test('a file that passed stays attested when it is handed in again, which proves nothing', () => {
  const answer = answerOf({}, 1);
  const { challenge, ...again } = { ...answer, label: 'again', receivedAt: '2026-05-01T09:00:00.000Z' };
  const files = challenge === undefined ? [] : [answer, again];
  const device = stateAfter([], {}, files);
  const evidence = device.documents.find(({ read }) => read.kind === 'attestation-evidence');
  expect(evidence?.submissions).toHaveLength(2);
  expect(evidence === undefined ? null : evidenceView('en', evidence, answerOutcomes(device)).standing).toBe('attested');
});
