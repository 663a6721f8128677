import { expect, test } from 'vitest';
import type { ForeignResult } from '#lib/device/attested/foreign-results.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { makeForeignResult } from '#lib/testing/foreign-results.ts';
import { resultNegative } from './result-negative.ts';

const signsOf = (...results: readonly Partial<ForeignResult>[]) =>
  resultNegative.evaluate(makeContext({ results: results.map(makeForeignResult) }));

test('fires as high, and fails, for what a trusted verifier contraindicates', () => {
  expect(signsOf({ status: 'contraindicated', detail: '"TPM": contraindicated (hardware: …)' })).toMatchObject([
    {
      severity: 'high',
      weighs: 'failed',
      because: [artifactId('result')],
      detail: 'The EAT attestation result by https://verifier.example says "TPM": contraindicated (hardware: …).',
    },
  ]);
});

test('fires as medium, and leaves the evidence incomplete, for a warning and for what nobody signed', () => {
  expect(signsOf({ status: 'warning' })).toMatchObject([{ severity: 'medium', weighs: 'incomplete' }]);
  const declared = { standing: 'declared', why: 'nobody signed it', status: 'contraindicated' } as const;
  expect(signsOf(declared)).toMatchObject([{ severity: 'medium', weighs: 'incomplete' }]);
});

test('stays silent for results that affirm or say nothing, that a newer one replaces, and of strangers', () => {
  const bad = { status: 'contraindicated' } as const;
  expect(signsOf({}, { status: 'none' }, { ...bad, isCurrent: false }, { ...bad, standing: 'untrusted', why: 'no key' })).toEqual([]);
});
