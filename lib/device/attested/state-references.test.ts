import { expect, test } from 'vitest';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { makeCheck, makeDevice, makeDocument } from '#lib/testing/device-states.ts';
import { referencesOfState } from './state-references.ts';

const digest = 'ab'.repeat(32);
const components = [{ type: 'file', name: '/bin/a', hashes: [{ alg: 'SHA-256', content: digest }] }];
const document = parseCycloneDx(encodeUtf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components })));
const bom = (status: 'pass' | 'unknown') => makeDocument({ label: 'bom', document, over: { checks: [makeCheck('origin', status)] } });

test('files are known by BOMs whose maker is proven, and by those that were accepted', () => {
  const known = (status: 'pass' | 'unknown', basis: 'learned' | 'certified' = 'certified') => {
    const expected = { ...makeDevice().expected, basis, because: [bom(status).sha256] };
    return referencesOfState(makeDevice({ documents: [bom(status)], expected })).knownFiles;
  };
  expect([...(known('pass') ?? [])]).toEqual([`sha256:${digest}`]);
  expect([...(known('unknown', 'learned') ?? [])]).toEqual([`sha256:${digest}`]);
  expect(known('unknown')).toBeNull();
});

test('a device without a source of reference values is compared with nothing', () => {
  expect(referencesOfState(makeDevice())).toEqual({ compareReferences: null, knownFiles: null });
});
