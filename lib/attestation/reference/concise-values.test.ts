import { describe, expect, test } from 'vitest';
import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import type { CborWritable } from '#lib/encoding/cbor-write.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import { coswidMap, makeComid, makeCorim, makeLoneCoswid, makeMeasurement } from '#lib/testing/concise-manifests.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { parseEventLogs } from '#lib/tpm/parse.ts';
import { replay } from '#lib/tpm/replay.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import { compareWithReferences, type ReferenceComparison } from './compare.ts';
import { valuesOfConcise } from './concise-values.ts';
import { parseConciseManifest } from './corim.ts';
import { indexReferences, type ReferenceSource, sourceKey } from './reference-value.ts';

const SOURCE: ReferenceSource = {
  by: 'manifest',
  documentId: 'corim',
  because: ['corim'],
  platform: null,
  signer: null,
  firmwareVersion: null,
  reason: null,
};
const [SHA256, SHA384] = [0x000b, 0x000c];
const [log] = parseEventLogs(makeEventLog(SMALL_BOOT, [SHA256, SHA384])).logs;

function comparisonWith(...manifests: readonly Uint8Array[]): ReferenceComparison {
  if (log === undefined) throw new Error('no log');
  const drawn = manifests.map((bytes) => valuesOfConcise(parseConciseManifest(bytes), SOURCE));
  return compareWithReferences(
    log,
    indexReferences(
      drawn.flatMap(({ values }) => values),
      { registers: drawn.flatMap(({ registers }) => registers) },
    ),
  );
}

const held = (pcr: number, bank: number, of: EventLog | undefined = log): Uint8Array =>
  (of === undefined ? [] : replay(of)).find(({ hash }) => hash === bank)?.pcrs.get(pcr) ?? new Uint8Array();
const measured = (
  values: Readonly<Record<number, CborWritable>>,
  { key, profile }: { key?: CborWritable; profile?: string } = {},
): Uint8Array =>
  makeCorim({
    tags: [makeComid({ measurements: [makeMeasurement(values, key)] })],
    ...(profile === undefined ? {} : { profile: { tag: 32, value: profile } }),
  });
const registers = (...values: readonly (readonly [number, CborWritable])[]): Uint8Array => measured({ 14: new Map(values) });
const outcomes = ({ registers: compared }: ReferenceComparison): readonly string[] =>
  compared.map(({ pcr, outcome }) => `${pcr} ${outcome}`);
const loader = digestOf('sha256', encodeUtf8('the image of a loader'));

describe('digests', () => {
  test('of a CoMID, and of the files of a CoSWID, are good in whichever PCR they are measured', () => {
    for (const bytes of [
      measured({ 2: [[1, loader]], 11: 'loader' }),
      makeLoneCoswid(coswidMap([{ name: 'loader.efi', digest: loader }])),
    ]) {
      const [event] = comparisonWith(bytes).events.filter(({ event: { pcr, type } }) => pcr === 4 && type !== 4);
      expect(event).toMatchObject({
        outcome: 'referenced',
        by: [{ pcr: null, digest: toHex(loader), describes: expect.stringContaining('loader') }],
      });
    }
  });

  test('of a tag that a newer one replaced are genuine and older, those of its neighbour are current', () => {
    const tagOf = (id: string, digest: Uint8Array) => makeComid({ id, measurements: [makeMeasurement({ 2: [[1, digest]] })] });
    const line = digestOf('sha256', encodeUtf8('linux /vmlinuz ro'));
    const { values } = valuesOfConcise(parseConciseManifest(makeCorim({ tags: [tagOf('a', loader), tagOf('b', line)] })), SOURCE);
    if (log === undefined) throw new Error('no log');
    const { events } = compareWithReferences(log, indexReferences(values, { superseded: new Set([sourceKey('corim', 'a')]) }));
    const told = (pcr: number) =>
      events.flatMap((each) => (each.event.pcr === pcr && each.outcome === 'referenced' ? [each.outdated] : []));
    expect(values.map(({ source }) => source.tag)).toEqual(['a', 'b']);
    expect([told(4), told(8)]).toEqual([[true], [false]]);
  });

  test('of a measurement with a code point that is not known are none', () => {
    expect(valuesOfConcise(parseConciseManifest(measured({ 2: [[1, loader]], 99: 1 })), SOURCE)).toEqual({ values: [], registers: [] });
  });
});

describe('integrity registers', () => {
  test('match what all records of a PCR add up to, and then each of its records is referenced', () => {
    const comparison = comparisonWith(
      registers([
        4,
        [
          [1, held(4, SHA256)],
          [7, held(4, SHA384)],
        ],
      ]),
    );
    expect(outcomes(comparison)).toEqual(['4 match']);
    expect(comparison.events.filter(({ event }) => event.pcr === 4).every(({ outcome }) => outcome === 'referenced')).toBe(true);
    expect(comparison.events.filter(({ event }) => event.pcr === 7).some(({ outcome }) => outcome === 'referenced')).toBe(false);
  });

  test('do not match where one common bank differs', () => {
    const comparison = comparisonWith(
      registers([
        4,
        [
          [1, held(4, SHA256)],
          [7, new Uint8Array(48)],
        ],
      ]),
    );
    expect(outcomes(comparison)).toEqual(['4 mismatch']);
    expect(comparison.registers[0]).toMatchObject({
      bank: SHA384,
      replayed: toHex(held(4, SHA384)),
      by: [{ bank: SHA256 }, { bank: SHA384 }],
    });
  });

  test('of several sources are alternatives; without a bank in common they say nothing', () => {
    const wrong = registers([4, [[1, new Uint8Array(32)]]]);
    expect(outcomes(comparisonWith(wrong, registers([4, [[1, held(4, SHA256)]]])))).toEqual(['4 match']);
    expect(outcomes(comparisonWith(registers([4, [[8, new Uint8Array(64)]]])))).toEqual([]);
    expect(outcomes(comparisonWith(registers([24, [[1, new Uint8Array(32)]]])))).toEqual([]);
  });

  test('are the digests under the number of a PCR, in the profile that says so alone', () => {
    const values = { 2: [[1, held(7, SHA256)]] };
    expect(outcomes(comparisonWith(measured(values, { key: 7, profile: 'tag:github.com/parallaxsecond,2023-03-03:tpm' })))).toEqual([
      '7 match',
    ]);
    expect(outcomes(comparisonWith(measured(values, { key: 7 })))).toEqual([]);
    const quoted = valuesOfConcise(parseConciseManifest(measured(values, { profile: 'http://enacttrust.com/veraison/1.0.0' })), SOURCE);
    expect(quoted).toEqual({ values: [], registers: [] });
  });
});
