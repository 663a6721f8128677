import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readArtifact } from './read.ts';

const CERTIFICATES = 'lib/platform-cert/testdata';
const LISTS = 'conformance/samples';
const SAMPLES = [
  `${CERTIFICATES}/base-1-1-every-field.der`,
  `${CERTIFICATES}/base-2-1-every-trait.der`,
  `${CERTIFICATES}/delta-2-1-key-form.der`,
  `${LISTS}/revoked-for-key-compromise/${nameIn('revoked-for-key-compromise', '.crl')}`,
  `${LISTS}/ek-certificate-revoked-by-a-response/${nameIn('ek-certificate-revoked-by-a-response', '.ors')}`,
];

function nameIn(folder: string, extension: string): string {
  return readdirSync(`${LISTS}/${folder}`).find((name) => name.endsWith(extension)) ?? '';
}

/** One octet changed, or cut there. */
function* spoilt(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 5) {
    yield bytes.slice(0, at + 1);
    for (const octet of [0x00, 0x1f, 0x85, 0xff]) yield bytes.with(at, octet);
  }
}

test.each(SAMPLES)('every refusal of a spoilt %s names the place and the rule', (path) => {
  const refusals = [...spoilt(new Uint8Array(readFileSync(path)))].flatMap((bytes) =>
    readArtifact(bytes).documents.flatMap(({ error }) => error ?? []),
  );
  expect(refusals.length).toBeGreaterThan(100);
  const withoutPlace = refusals.filter(({ offset, path: place }) => offset === undefined && place === undefined);
  // What no format begins like breaks the rule of none.
  const withoutRule = refusals.filter(({ code, spec }) => spec === undefined && code !== 'unknown-format');
  expect({ withoutPlace, withoutRule }).toEqual({ withoutPlace: [], withoutRule: [] });
});

test('a length that no DER has names the section of X.690, and a field at the wrong place that of its format', () => {
  const der = new Uint8Array(readFileSync(`${CERTIFICATES}/base-1-1-every-field.der`));
  const [cut] = readArtifact(der.slice(0, 400)).documents;
  expect(cut?.error).toMatchObject({ code: 'truncated', offset: 1, spec: 'X.690 section 8.1.3' });
  const [two] = readArtifact(new Uint8Array(readFileSync(`${CERTIFICATES}/two-configurations.der`))).documents;
  expect(two?.error).toMatchObject({
    code: 'duplicate-key',
    spec: expect.stringMatching(/^RFC 5755 section 4\.1; TCG Platform Certificate/),
  });
});
