import { expect, test } from 'vitest';
import type { ManufacturerAlias } from '#lib/component/aliases.ts';
import type { LineChange, Statement } from '#lib/device/statement/statement-types.ts';
import { governedView } from './governed-view.ts';

const at = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString();
const line: ManufacturerAlias = { scheme: 'manufacturer', name: 'Pomelo', means: 'Pomelo Inc.' };

function change(id: string, said: LineChange<ManufacturerAlias>): Statement {
  return { kind: 'manufacturer-alias', id, author: 'adam', at: at(1), reason: `because ${id}`, change: said };
}
const answer = (kind: 'approval' | 'withdrawal', { of, day }: { readonly of: string; readonly day: number }): Statement => ({
  kind,
  id: `${kind} ${of}`,
  author: kind === 'approval' ? 'olga' : 'adam',
  at: at(day),
  reason: 'agreed',
  statement: of,
});
const viewOf = (said: readonly Statement[], day: number) => governedView('manufacturer-alias', { said, now: at(day) });
const stateOf = (said: readonly Statement[], day: number) => viewOf(said, day).rows.map(({ state }) => state);

const added = change('a', { action: 'add', line });
const end = change('e', { action: 'end', line: 'a', until: at(20) });

test('an alias waits, is in force, and ends on its day', () => {
  expect(stateOf([added], 2)).toEqual(['waiting']);
  const inForce = [added, end, answer('approval', { of: 'a', day: 3 })];
  expect(viewOf(inForce, 4).rows).toMatchObject([
    { state: 'in-force', approved: { by: 'olga', at: at(3) }, end: null, proposedEnds: [{ id: 'e', by: 'adam', until: at(20) }] },
  ]);
  const ended = [...inForce, answer('approval', { of: 'e', day: 4 })];
  expect(viewOf(ended, 5).rows).toMatchObject([{ state: 'in-force', end: { until: at(20), approvedBy: 'olga' }, proposedEnds: [] }]);
  expect(stateOf(ended, 20)).toEqual(['ended']);
});

test('one that was taken back stays in the list with who did it, and the newest stands first', () => {
  const other = change('b', { action: 'add', line: { ...line, means: 'Pomelo Ltd.' } });
  const view = viewOf([added, other, answer('withdrawal', { of: 'a', day: 2 })], 3);
  expect(view.rows).toMatchObject([
    { id: 'b', state: 'waiting' },
    { id: 'a', state: 'withdrawn', approved: null, withdrawn: { by: 'adam', at: at(2) } },
  ]);
  expect(view.version).toBeNull();
});
