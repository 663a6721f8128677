import { expect, test } from 'vitest';
import type { Finding } from '#lib/detect/rule.ts';
import { listFindingGroups, listFindingsOfCause } from './finding-groups.ts';
import { saveFindings } from './findings.ts';
import { openTestStore } from './testing/test-database.ts';

const because = ['ab'.repeat(32)];
const at = (day: number): string => `2026-04-${String(day).padStart(2, '0')}T00:00:00.000Z`;

function dimm(serial: string, more: Partial<Finding> = {}): Finding {
  const subject = `Memory module M393A4K40, serial ${serial}`;
  const texts = { expected: null, observed: subject, resolve: 'hand in a delta', detail: 'it was seen' };
  return { id: `dimm-${serial}`, rule: 'component-added', severity: 'high', subject, because, weighs: 'changed', ...texts, ...more };
}

function unchecked(number: number): Finding {
  const subject = `EK certificate number ${number} (${String(number).padStart(12, '0')})`;
  return dimm('', { id: `ek-${number}`, rule: 'revocation-not-checked', severity: 'info', subject });
}

test('findings of one cause are one row, whatever the serial or the number', async () => {
  const store = await openTestStore();
  await saveFindings(store.pool, [
    { deviceId: 'a', findings: [dimm('1'), unchecked(7)], at: at(1) },
    { deviceId: 'b', findings: [dimm('2'), unchecked(8)], at: at(2) },
    { deviceId: 'c', findings: [dimm('3', { subject: 'Memory module other' })], at: at(3) },
  ]);
  const query = { filter: { open: true }, visible: 'any' } as const;
  const groups = await listFindingGroups(store, query);
  expect(groups.items.map(({ subject, devices, newestAt }) => [subject, devices, newestAt])).toEqual([
    ['Memory module other', 1, at(3)],
    ['Memory module M393A4K40', 2, at(2)],
    ['EK certificate', 2, at(2)],
  ]);
  const [, second] = groups.items;
  if (second === undefined) throw new Error('no second group');
  const members = await listFindingsOfCause(store, { ...query, cause: second });
  expect(members.items.map(({ deviceId }) => deviceId)).toEqual(['b', 'a']);
});

test('pages by key give every cause once, across severities', async () => {
  const store = await openTestStore();
  const findings = ['x', 'y', 'z'].flatMap((name) => [
    dimm(name, { subject: `high ${name}` }),
    dimm(`${name}2`, { severity: 'low', subject: `low ${name}` }),
  ]);
  await saveFindings(store.pool, [{ deviceId: 'a', findings, at: at(1) }]);
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const after = cursor === undefined ? {} : { cursor };
    const page: Awaited<ReturnType<typeof listFindingGroups>> = await listFindingGroups(store, {
      filter: { open: true },
      visible: 'any',
      limit: 2,
      ...after,
    });
    seen.push(...page.items.map(({ subject }) => subject));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(['high z', 'high y', 'high x', 'low z', 'low y', 'low x']);
});

test('who sees some devices only is shown theirs, and counts only of theirs', async () => {
  const store = await openTestStore();
  await saveFindings(store.pool, [
    { deviceId: 'a', findings: [dimm('1')], at: at(1) },
    { deviceId: 'b', findings: [dimm('2')], at: at(2) },
  ]);
  const { items } = await listFindingGroups(store, { filter: { open: true }, visible: ['a'] });
  expect(items.map(({ devices, newestAt }) => [devices, newestAt])).toEqual([[1, at(1)]]);
  expect((await listFindingGroups(store, { filter: { open: true }, visible: [] })).items).toEqual([]);
});

test('decided findings and closed ones are told apart', async () => {
  const store = await openTestStore();
  const decision = { kind: 'investigating', by: 'ann', until: null } as const;
  await saveFindings(store.pool, [{ deviceId: 'a', findings: [dimm('1', { decision }), dimm('2', { subject: 'other' })], at: at(1) }]);
  const subjects = async (filter: Parameters<typeof listFindingGroups>[1]['filter']) =>
    (await listFindingGroups(store, { filter, visible: 'any' })).items.map(({ subject }) => subject);
  expect(await subjects({ open: true, decision: 'none' })).toEqual(['other']);
  expect(await subjects({ open: true, decision: 'investigating' })).toEqual(['Memory module M393A4K40']);
  expect(await subjects({ open: true, severity: 'low' })).toEqual([]);
  await saveFindings(store.pool, [{ deviceId: 'a', findings: [], at: at(2) }]);
  expect(await subjects({ open: true })).toEqual([]);
  expect(await subjects({ open: false })).toHaveLength(2);
});
