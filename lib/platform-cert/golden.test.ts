import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { toJson } from '#lib/testing/platform-certificate-json.ts';
import { identifyPlatformSample, readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { PLATFORM_CERTIFICATE_SAMPLES } from '#lib/testing/platform-certificate-samples.ts';
import { nameText } from '#lib/x509/name.ts';
import type { Name } from '#lib/x509/types.ts';
import type { PlatformCertificate } from './types.ts';

const FOLDER = new URL('./testdata/', import.meta.url);
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.der'))
  .map((file) => file.replace(/\.der$/, ''));

test.each(names)('%s gives its facts', async (name) => {
  const der = new Uint8Array(readFileSync(new URL(`${name}.der`, FOLDER)));
  const facts = `${JSON.stringify(factsOf(der), null, 2)}\n`;
  await expect(facts).toMatchFileSnapshot(new URL(`${name}.json`, FOLDER).pathname);
});

test('the samples are exactly those that the maker makes', () => {
  expect(names.toSorted()).toEqual(Object.keys(PLATFORM_CERTIFICATE_SAMPLES).toSorted());
  for (const [name, make] of Object.entries(PLATFORM_CERTIFICATE_SAMPLES)) {
    expect(Buffer.from(make()).equals(readFileSync(new URL(`${name}.der`, FOLDER))), name).toBe(true);
  }
});

function factsOf(der: Uint8Array): Json {
  const identified = identifyPlatformSample(der);
  try {
    return { identified, ...documentFacts(readPlatformSample(der)) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { identified, error: { code: error.code, offset: error.offset ?? null } };
  }
}

/** Octets that repeat the document, and names in DER, are left to the property tests. */
function documentFacts(document: PlatformCertificate): Json & object {
  const { der, tbs, signatureValue, innerSignatureAlgorithm, issuer, holder, targets, extensions, warnings, unread, ...fields } = document;
  const issuerSerials = [...(holder === null ? [] : [holder]), ...targets];
  return {
    octets: [der.length, tbs.length, signatureValue.length, extensions.length],
    issuer: nameText(issuer),
    holderAndTargets: issuerSerials.map((named) => `${named.serialNumber} of ${nameText(named.issuer)}`),
    ...Object(toJson(withoutNames(fields))),
    innerAlgorithm: innerSignatureAlgorithm.oid,
    unread: unread.map(({ path, offset }) => `${path} at ${offset}`),
    warnings: warnings.map(({ code, path, offset }) => `${code} ${path ?? ''} ${offset ?? ''}`.trim()),
  };
}

/** Names as texts, wherever they stand. */
function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  // The only objects with these two members are names.
  if ('rdns' in value && 'raw' in value) return nameText(value as Name);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutNames(member)]));
}
