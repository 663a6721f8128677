import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { makeImaLog, measuredFile } from '#lib/testing/ima-logs.ts';
import { tpmDigest } from './algorithms.ts';
import { entriesOf, entryCount, type ImaLog, RUN_ENTRIES, runsOf } from './ima-entries.ts';
import { parseImaLog } from './ima-log.ts';
import { findEnd, IMA_PCR, listEnds, replayImaLog } from './ima-replay.ts';
import { extend } from './replay.ts';

const SHA256 = 0x000b;
const SHA1 = 0x0004;
const whole = parseImaLog(
  makeImaLog(Array.from({ length: 500 }, (_, index) => ({ ...measuredFile(`/bin/${index}`), isViolation: index % 90 === 4 }))),
);
/** Some entries go to another register. */
const all = entriesOf(whole).map((entry, index) => (index % 7 === 3 ? { ...entry, pcr: 11 } : entry));
const listOf = (entries: ImaLog['runs'][number]): ImaLog => ({ form: 'ascii', runs: runsOf(entries) });

/** Entry by entry, without anything that is remembered. */
function plainly(entries: ImaLog['runs'][number], pcr: number): string[] {
  let held: Uint8Array = new Uint8Array(32);
  return entries.flatMap((entry) => {
    if (entry.pcr !== pcr) return [];
    const digest = entry.templateData === null ? new Uint8Array(32).fill(0xff) : tpmDigest('sha256', entry.templateData);
    held = extend({ hash: 'sha256', before: held, digest });
    return [toHex(held)];
  });
}

test('a list replays to what its entries do one by one, whatever was replayed before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ from: fc.nat({ max: 40 }), length: fc.nat({ max: 450 }) }), { minLength: 1, maxLength: 5 }),
      (lists) => {
        for (const { from, length } of lists) {
          const entries = all.slice(from, from + length);
          const list = listOf(entries);
          const ends = [...listEnds(list, [SHA256])];
          expect(ends.map(({ values }) => toHex(values.get(SHA256) ?? new Uint8Array())).reverse()).toEqual(plainly(entries, IMA_PCR));
          const other = replayImaLog(list, { hash: 'sha256', pcr: 11 });
          expect(other === null ? undefined : toHex(other)).toBe(plainly(entries, 11).at(-1));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('runs that two lists share are replayed once, and those behind another beginning are not mixed up', () => {
  const runs = runsOf(all.slice(0, 3 * RUN_ENTRIES));
  const [first, second, third] = runs;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few runs');
  const lastOf = (own: ImaLog['runs']): Uint8Array =>
    [...listEnds({ form: 'ascii', runs: own }, [SHA256])][0]?.values.get(SHA256) ?? new Uint8Array();
  // The same memory: nothing was computed again for the longer list.
  const at = (own: ImaLog['runs'], entries: number) =>
    findEnd(listEnds({ form: 'ascii', runs: own }, [SHA256]), (end) => end.entries === entries)?.values.get(SHA256)?.buffer;
  expect(at([first, second], RUN_ENTRIES)).toBe(at([first, second, third], RUN_ENTRIES));
  expect(toHex(lastOf([second, first]))).toBe(plainly([...second, ...first], IMA_PCR).at(-1));
  expect(toHex(lastOf([first, second]))).toBe(plainly([...first, ...second], IMA_PCR).at(-1));
});

test('each end tells how many entries go with it, in every bank that is asked for', () => {
  const list = listOf(all.slice(0, 300));
  const ends = [...listEnds(list, [SHA1, SHA256, 0xffff])];
  expect(entryCount(list)).toBe(300);
  expect(ends.map(({ entries }) => entries)).toEqual(
    all
      .slice(0, 300)
      .flatMap(({ pcr }, index) => (pcr === IMA_PCR ? [index + 1] : []))
      .reverse(),
  );
  expect(ends[0]?.values.get(SHA1)).toHaveLength(20);
  expect(ends[0]?.values.has(0xffff)).toBe(false);
  expect(findEnd(ends, ({ entries }) => entries > 300)).toBeUndefined();
});

test('where a list is cut into runs makes no difference', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 }), (sizes) => {
      let from = 0;
      const runs = sizes.map((size) => {
        from += size;
        return all.slice(from - size, from);
      });
      const cut: ImaLog = { form: 'ascii', runs: runs.filter((run) => run.length > 0) };
      expect([...listEnds(cut, [SHA256])]).toEqual([...listEnds(listOf(entriesOf(cut)), [SHA256])]);
    }),
    { numRuns: 40 },
  );
});
