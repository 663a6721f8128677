import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseOf, ekOf, evidenceOf, handIn, inventoryOf, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import { compareTimes } from '../time.ts';
import { aliasesAt, NO_ALIAS_TABLE } from './alias-table.ts';
import { governedTable, tableVersion } from './governed-lines.ts';
import type { Statement } from './statement-types.ts';
import { statementsInForce } from './statements.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const add = (name: string, means: string, at = day(1)) =>
  say('ann', at, { kind: 'manufacturer-alias', change: { action: 'add', line: { scheme: 'manufacturer', name, means } } });
const approve = (at: string, { id }: Statement, author = 'bob') => say(author, at, { kind: 'approval', statement: id });
const end = (at: string, { id }: Statement, until: string | null) =>
  say('ann', at, { kind: 'manufacturer-alias', change: { action: 'end', line: id, until } });
const tableOf = (statements: readonly Statement[]) =>
  governedTable(
    'manufacturer-alias',
    statementsInForce([...statements].sort((a, b) => compareTimes(a.at, b.at) || (a.id < b.id ? -1 : 1))),
  );

const alias = add('Micron', 'Micron Technology');
const approved = [alias, approve(day(2), alias)];
const ended = end(day(3), alias, day(20));

function differencesAt(at: string, said: readonly Statement[]) {
  const handed = [
    handIn(ekOf('ek')),
    handIn(baseOf('base', [{ manufacturer: 'Micron', serial: 'A' }])),
    handIn(inventoryOf('seen', [{ manufacturer: 'MICRON TECHNOLOGY', serial: 'A' }]), day(4)),
  ];
  const evidence = evidenceOf(handed, { aliases: tableOf(said), at });
  const [device] = assembleDevices(evidence, { verify: verifyByIssuer }).devices;
  const differences = device?.differences.filter(({ scope }) => scope === 'conformance') ?? [];
  return { kinds: differences.map(({ kind, equalBy }) => [kind, equalBy.includes('alias')]), nextChangeAt: device?.nextChangeAt };
}

test('a part under another name of its manufacturer is the same once two people said so, and the row says by what', () => {
  expect(differencesAt(day(10), []).kinds).toEqual([['attribute-only', false]]);
  expect(differencesAt(day(10), [alias]).kinds).toEqual([['attribute-only', false]]);
  expect(differencesAt(day(10), [alias, approve(day(2), alias, 'ann')]).kinds).toEqual([['attribute-only', false]]);
  expect(differencesAt(day(10), approved).kinds).toEqual([['same', true]]);
});

test('an alias that ended joins nothing from then on, and the device is due at that instant', () => {
  const said = [...approved, ended, approve(day(5), ended)];
  expect(differencesAt(day(10), said)).toMatchObject({ kinds: [['same', true]], nextChangeAt: day(20) });
  expect(differencesAt(day(20), said).kinds).toEqual([['attribute-only', false]]);
  const never = end(day(3), alias, null);
  expect(differencesAt(day(10), [...approved, never, approve(day(5), never)]).kinds).toEqual([['attribute-only', false]]);
});

test('the version names what two people said, and there is none while nobody did', () => {
  expect([tableVersion(NO_ALIAS_TABLE), tableVersion(tableOf([alias]))]).toEqual([null, null]);
  const version = tableVersion(tableOf(approved));
  expect(version).toMatch(/^[0-9a-f]{16}$/);
  expect(tableVersion(tableOf([...approved, ended, approve(day(5), ended)]))).not.toBe(version);
});

test('the order in which statements come in makes no difference', () => {
  const other = add('Micron Technology', 'MTI', day(2));
  const said = [...approved, ended, approve(day(5), ended), other, approve(day(6), other), add('Intel', 'Intel Corporation')];
  const table = tableOf(said);
  fc.assert(
    fc.property(fc.shuffledSubarray(said, { minLength: said.length }), (shuffled) => {
      expect(tableOf(shuffled)).toEqual(table);
      expect(aliasesAt(tableOf(shuffled), day(30))).toEqual(aliasesAt(table, day(30)));
    }),
  );
});
