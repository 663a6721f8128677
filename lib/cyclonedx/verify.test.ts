import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseCycloneDx } from './parse.ts';
import { REQUIRED_CHECKS, verifyCycloneDx } from './verify.ts';

function statuses(bom: object): Record<string, string> {
  const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...bom });
  return Object.fromEntries(
    verifyCycloneDx({ document: parseCycloneDx(encodeUtf8(text)), anchors: [], intermediates: [], at: '2026-01-01T00:00:00Z' }).map(
      ({ id, status }) => [id, status],
    ),
  );
}

test('a sound BOM passes what can be checked, and its origin stays unknown', () => {
  expect(statuses({})).toEqual({ schema: 'pass', semantics: 'pass', origin: 'unknown' });
});

test('a BOM that does not fit its schema fails the schema check alone', () => {
  expect(statuses({ components: [{ name: 'x' }] })).toEqual({ schema: 'fail', semantics: 'pass', origin: 'unknown' });
});

test('a BOM that fits its schema and makes no sense fails the semantics check alone', () => {
  expect(statuses({ dependencies: [{ ref: 'ghost' }] })).toEqual({ schema: 'pass', semantics: 'fail', origin: 'unknown' });
});

test('every required check is asked', () => {
  expect(REQUIRED_CHECKS.every((id) => id in statuses({}))).toBe(true);
});
