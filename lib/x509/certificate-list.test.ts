import { expect, test } from 'vitest';
import { TAG } from '#lib/encoding/der.ts';
import { derInteger, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { beginSpending } from '#lib/testing/processor-time.ts';
import {
  encodeRevocation,
  issuingDistributionPoint,
  makeRevocationList,
  type RevocationListDescription,
} from '#lib/testing/revocations.ts';
import { looksLikeCertificateList, parseCertificateList } from './certificate-list.ts';
import { findEntry, firstEntries } from './certificate-list-entries.ts';
import { EXTENSION } from './oids.ts';

const authority = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
const DATES = { thisUpdate: '2026-01-01T00:00:00Z', nextUpdate: '2026-02-01T00:00:00Z' };
const make = (over: Partial<RevocationListDescription> = {}) => makeRevocationList({ authority, ...DATES, ...over });
const parse = (over: Partial<RevocationListDescription> = {}) => parseCertificateList(make(over));

function refusalOf(der: Uint8Array): string {
  try {
    parseCertificateList(der);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

test('a list of version 2 is read with its number, dates and entries', () => {
  const list = parse({
    number: 12,
    revoked: [
      { serialNumber: 5, revokedAt: '2025-12-01T00:00:00Z', reason: 'keyCompromise', invalidSince: '2025-11-01T00:00:00Z' },
      { serialNumber: 0x80ff, revokedAt: '2025-12-02T00:00:00Z' },
    ],
  });
  expect(list).toMatchObject({ version: 2, ...DATES, number: 12n, baseNumber: null, entryCount: 2, obstacle: null, warnings: [] });
  expect(findEntry(list, 5n)).toEqual({ revokedAt: '2025-12-01T00:00:00Z', reason: 'keyCompromise', invalidSince: '2025-11-01T00:00:00Z' });
  expect(findEntry(list, 0x80ffn)).toEqual({ revokedAt: '2025-12-02T00:00:00Z', reason: 'unspecified', invalidSince: null });
  expect(findEntry(list, 6n)).toBeNull();
  expect(firstEntries(list, 1).map(({ serialNumber }) => serialNumber)).toEqual([5n]);
});

test('a list of version 1 without entries and next update is read', () => {
  const list = parseCertificateList(makeRevocationList({ authority, thisUpdate: DATES.thisUpdate, version: 1 }));
  expect(list).toMatchObject({ version: 1, nextUpdate: null, number: null, entryCount: 0, extensions: [] });
  expect(findEntry(list, 5n)).toBeNull();
});

test('a serial number with superfluous zeros is the same number', () => {
  const odd = derSequence(derValue(TAG.integer, Uint8Array.of(0, 0, 0, 5)), derString('250101000000Z', TAG.utcTime));
  expect(findEntry(parse({ entries: odd }), 5n)).toMatchObject({ reason: 'unspecified' });
});

test('an unknown number of a reason is unspecified, and counts', () => {
  const strange = { oid: EXTENSION.reasonCode, value: derInteger(7, TAG.enumerated) };
  const list = parse({ revoked: [{ serialNumber: 5, revokedAt: DATES.thisUpdate, extensions: [strange] }] });
  expect(findEntry(list, 5n)).toMatchObject({ reason: 'unspecified' });
});

test('a delta list names the list that it changes', () => {
  expect(parse({ number: 13, baseNumber: 12 })).toMatchObject({ number: 13n, baseNumber: 12n, obstacle: null });
});

test.each([
  ['a critical extension of the list', { extensions: [{ oid: '1.2.3.4', critical: true, value: derInteger(1) }] }, '1.2.3.4'],
  [
    'a critical extension of an entry',
    {
      revoked: [{ serialNumber: 1, revokedAt: DATES.thisUpdate, extensions: [{ oid: '2.5.29.99', critical: true, value: derInteger(1) }] }],
    },
    '2.5.29.99',
  ],
  ['an indirect list', { extensions: [issuingDistributionPoint({ indirect: true })] }, 'indirect'],
  [
    'an entry with an issuer of its own',
    {
      revoked: [
        {
          serialNumber: 1,
          revokedAt: DATES.thisUpdate,
          extensions: [{ oid: EXTENSION.certificateIssuer, critical: true, value: derSequence() }],
        },
      ],
    },
    'indirect',
  ],
  [
    'a scope that can not be read',
    { extensions: [{ oid: EXTENSION.issuingDistributionPoint, critical: true, value: derInteger(1) }] },
    'covers',
  ],
])('%s makes a list useless, and says why', (_, over, why) => {
  expect(parse(over).obstacle).toContain(why);
});

test('a list cut off at any length is refused', () => {
  const der = make({ number: 1, revoked: [{ serialNumber: 5, revokedAt: DATES.thisUpdate, reason: 'superseded' }] });
  expect(looksLikeCertificateList(der)).toBe(true);
  for (let length = 1; length < der.length; length += 1) expect(refusalOf(der.subarray(0, length))).toBe('truncated');
});

test('a list with any one octet changed is read or refused', () => {
  const der = make({
    number: 1,
    revoked: [{ serialNumber: 5, revokedAt: DATES.thisUpdate, reason: 'superseded', invalidSince: DATES.thisUpdate }],
  });
  for (let at = 0; at < der.length; at += 1) {
    for (const mask of [0x01, 0x80, 0xff]) {
      const changed = der.slice();
      changed[at] = (changed[at] ?? 0) ^ mask;
      if (refusalOf(changed) === 'read') findEntry(parseCertificateList(changed), 5n);
    }
  }
});

test.each([
  ['another value than a sequence', derInteger(1), 'bad-tag'],
  [
    'a serial number of 65 octets',
    derSequence(derValue(TAG.integer, new Uint8Array(65).fill(1)), derString('250101000000Z', TAG.utcTime)),
    'bad-value',
  ],
  ['no serial number', derSequence(derValue(TAG.integer), derString('250101000000Z', TAG.utcTime)), 'bad-value'],
  ['a date in words', derSequence(derInteger(1), derString('yesterday', TAG.utcTime)), 'bad-time'],
  ['no date', derSequence(derInteger(1)), 'missing-field'],
  [
    'something after its extensions',
    derSequence(derInteger(1), derString('250101000000Z', TAG.utcTime), derSequence(), derInteger(1)),
    'trailing-data',
  ],
  [
    'an extension without a name',
    derSequence(derInteger(1), derString('250101000000Z', TAG.utcTime), derSequence(derSequence())),
    'missing-field',
  ],
  ['an indefinite length', Uint8Array.of(0x30, 0x80, 0, 0), 'bad-length'],
  ['a length beyond the list', Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff), 'truncated'],
])('an entry with %s is refused', (_, entries, code) => {
  expect(refusalOf(make({ entries }))).toBe(code);
});

test('version 3 is refused as unknown', () => {
  const der = make();
  const at = Buffer.from(der).indexOf(Buffer.from([0x02, 0x01, 0x01]));
  der[at + 2] = 2;
  expect(refusalOf(der)).toBe('unsupported-version');
});

test('a million entries are read within two seconds and a lookup finds each', { timeout: 120_000 }, () => {
  const COUNT = 1_000_000;
  const one = encodeRevocation({ serialNumber: 2n ** 62n, revokedAt: DATES.thisUpdate, reason: 'superseded' });
  const entries = new Uint8Array(one.length * COUNT);
  const view = new DataView(entries.buffer);
  const serialAt = 4;
  for (let index = 0; index < COUNT; index += 1) {
    entries.set(one, index * one.length);
    view.setUint32(index * one.length + serialAt + 4, index);
  }
  const der = make({ entries });
  const before = process.memoryUsage().arrayBuffers;
  const spent = beginSpending();
  const list = parseCertificateList(der);
  const found = [0n, 1n, 999_999n].map((index) => findEntry(list, 2n ** 62n + index)?.reason);
  const missing = findEntry(list, 2n ** 62n + 1_000_000n);
  expect(spent()).toBeLessThan(2000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  expect([list.entryCount, ...found, missing]).toEqual([COUNT, 'superseded', 'superseded', 'superseded', null]);
});
