import { expect, test } from 'vitest';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { makeForeignResult } from '#lib/testing/foreign-results.ts';
import { resultUntrustedVerifier } from './result-untrusted-verifier.ts';

test('fires as low for each result of a verifier that is not known, whatever it says', () => {
  const results = ['one', 'two'].map((label) =>
    makeForeignResult({
      documentId: artifactId(label),
      sha256: artifactId(label),
      standing: 'untrusted',
      why: 'no key for ES256 is configured',
      status: 'contraindicated',
    }),
  );
  const signs = resultUntrustedVerifier.evaluate(makeContext({ results }));
  expect(signs).toMatchObject([
    { severity: 'low', because: [artifactId('one')] },
    { severity: 'low', because: [artifactId('two')] },
  ]);
  expect(signs[0]?.detail).toContain('changes nothing here: no key for ES256 is configured.');
  expect(resultUntrustedVerifier.weighs).toBe('none');
});

test('stays silent for results that are trusted or declared', () => {
  const results = [makeForeignResult(), makeForeignResult({ standing: 'declared', why: 'nobody signed it' })];
  expect(resultUntrustedVerifier.evaluate(makeContext({ results }))).toEqual([]);
});
