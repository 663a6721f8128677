import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type MadeEvent, makeEventLog, SMALL_BOOT, SMALL_BOOT_UNSECURED } from '#lib/testing/event-logs.ts';
import { parseEventLog } from './event-log.ts';
import { compareLogs, MAX_COMPARED } from './log-difference.ts';

const SHA256 = 0x000b;
const differences = (before: readonly MadeEvent[], after: readonly MadeEvent[]) =>
  compareLogs({ before: parseEventLog(makeEventLog(before)), after: parseEventLog(makeEventLog(after)), hash: SHA256 }).map(
    ({ kind, pcr }) => `${kind} in ${pcr}`,
  );

const command = (text: string): MadeEvent => ({ pcr: 8, type: 'EV_IPL', data: encodeUtf8(text) });

test('two logs of one boot differ in nothing', () => {
  expect(differences(SMALL_BOOT, SMALL_BOOT)).toEqual([]);
});

test('a variable with another value has changed, and nothing around it', () => {
  expect(differences(SMALL_BOOT, SMALL_BOOT_UNSECURED)).toEqual(['changed in 7']);
});

test('a record more, a record less, and one that stands elsewhere', () => {
  const commands = ['a', 'b', 'c', 'd'].map(command);
  expect(differences(commands, [...commands, command('e')])).toEqual(['added in 8']);
  expect(differences(commands, commands.slice(1))).toEqual(['removed in 8']);
  expect(differences(commands, [...commands.slice(1), ...commands.slice(0, 1)])).toEqual(['moved in 8']);
  expect(differences(commands, [command('a'), command('x'), command('c'), command('d')])).toEqual(['removed in 8', 'added in 8']);
});

test('a loader from the same file with another digest has changed', () => {
  const loader = SMALL_BOOT.map((event) =>
    event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8('another image') } : event,
  );
  expect(differences(SMALL_BOOT, loader)).toEqual(['changed in 4']);
});

test('a type that was changed is no difference, because no digest covers it', () => {
  const retyped = SMALL_BOOT.map((event): MadeEvent => (event.pcr === 8 ? { ...event, type: 'EV_ACTION' } : event));
  expect(differences(SMALL_BOOT, retyped)).toEqual([]);
});

test('logs too different to align are told as removed and added', () => {
  const count = Math.ceil(Math.sqrt(MAX_COMPARED)) + 1;
  const rows = (prefix: string): readonly MadeEvent[] => Array.from({ length: count }, (_, index) => command(`${prefix}${index}`));
  const told = differences(rows('a'), rows('b'));
  expect([told.filter((each) => each === 'removed in 8').length, told.filter((each) => each === 'added in 8').length]).toEqual([
    count,
    count,
  ]);
});
