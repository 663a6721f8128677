import { expect, test } from 'vitest';
import { evaluateRules } from '#lib/detect/run.ts';
import { differenceView } from '#lib/present/difference-view.ts';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { findingOfRow } from './finding-of-row.ts';

const first = makeUnit({ serial: 'SN-7001' });
const second = makeUnit({ serial: 'SN-7002' });
const context = makeContext({
  differences: [first, second].map((observed) => makeDifference({ kind: 'component-added', observed })),
});
const findings = evaluateRules(context);
const rows = differenceView({ locale: 'en', device: context.device, scope: 'conformance', all: false }).groups.flatMap(
  (group) => group.rows,
);

test.each([0, 1])('added part %i leads to the finding about itself, although both rest on one file', (index) => {
  const [row, unit] = [rows[index], [first, second][index]];
  if (row === undefined) throw new Error('no row');
  expect(findingOfRow(row, findings)).toMatchObject({ rule: 'component-added', subject: expect.stringContaining(unit?.serial ?? '') });
});

test('a finding that rests on other files is not taken', () => {
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  expect(findingOfRow({ ...row, because: ['0'.repeat(64)] }, findings)).toBeUndefined();
});
