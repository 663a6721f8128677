import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { appraisal, earClaims, makeTokenFile } from '#lib/testing/attestation-results.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeQuote } from '#lib/testing/tpm-quotes.ts';
import { explanationLines } from './explanation-lines.ts';

const linesOf = (bytes: Uint8Array) => readArtifact(bytes).documents.flatMap(({ document }) => explanationLines(document));

test('a log is told by what it adds up to, what is wrong in it, and record by record', () => {
  const second = { pcr: 0, type: 'EV_SEPARATOR', data: new Uint8Array(4) } as const;
  const lines = linesOf(makeEventLog([...SMALL_BOOT, second]));
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}\d+ \| record \d+, in PCR 0, is a second boundary between/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}sha256 \| 0 \| [0-9a-f]{64}$/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {4}7 \| EV_EFI_VARIABLE_DRIVER_CONFIG \| SecureBoot is on \| all of it \| [0-9a-f]{64} \| \d+$/),
  );
});

test('a quote is told by its PCRs, its nonce and its clock', () => {
  expect(
    linesOf(makeQuote({ nonce: new Uint8Array(32).fill(7), selections: [{ hash: 0x000b, pcrs: [0, 7] }], pcrDigest: new Uint8Array(32) })),
  ).toEqual(expect.arrayContaining(['  Quote', '    PCRs that it covers: sha256: PCR 0, 7', `    Nonce: ${'07'.repeat(32)}`]));
});

test('a token is told claim by claim, each with what its value means', () => {
  const claims = earClaims({ submods: { TPM: appraisal('warning', { configuration: 32 }) } });
  expect(linesOf(makeTokenFile({ claims }))).toContainEqual(
    expect.stringMatching(/^ {4}TPM \| configuration \| 32 \| warning \| the configuration has known vulnerabilities \| /),
  );
});

test('what one line tells, and what can not be read, has no more', () => {
  expect(explanationLines(undefined)).toEqual([]);
  expect(linesOf(new TextEncoder().encode('{"bomFormat":"CycloneDX","specVersion":"1.6","version":1}'))).toEqual([]);
});
