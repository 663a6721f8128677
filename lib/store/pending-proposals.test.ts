import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { identifyStatement, statementSchema } from '#lib/present/assay-file.ts';
import type { DeviceRecord } from './device-row.ts';
import { saveDevices } from './devices.ts';
import type { Store } from './open-store.ts';
import { listPendingProposals } from './pending-proposals.ts';
import { saveStatement } from './statements.ts';
import { openTestStore } from './testing/test-database.ts';

const DEVICE: DeviceRecord = {
  id: 'a',
  tier: 'declared',
  trust: 'not-enrolled',
  lifecycle: 'received',
  reason: '',
  ...{ manufacturer: 'Pomelo', model: 'Rack 2', version: null, serial: 'P-100' },
  ...{ manufacturerKey: 'pomelo', modelKey: 'rack2', serialKey: 'p100' },
  attention: 1,
  openFindings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastObservedAt: null,
  lastChangedAt: '2026-01-01T00:00:00.000Z',
  ...{ attestation: 'no-key', lastAttestedAt: null, silentSince: null, secureBoot: 'unknown', firmwareVersion: null, firmwareKey: '' },
  nextChangeAt: null,
  stopped: null,
  assessedAt: '2026-01-01T00:00:00.000Z',
  verdictDigest: '',
  ruleSet: '1',
};

async function say(store: Store, author: string, said: Record<string, unknown>): Promise<Statement> {
  const statement = identifyStatement(statementSchema.parse({ author, at: '2026-04-01T00:00:00Z', reason: 'because', ...said }));
  const target = 'statement' in statement ? statement.statement : null;
  const device = 'device' in statement ? statement.device : DEVICE.id;
  await saveStatement(store.pool, statement, { device, submission: null, target });
  return statement;
}

const baseline = { kind: 'baseline', device: 'a', submission: 's' };
const choice = { kind: 'base-choice', device: 'a', certificate: 'ab'.repeat(32), at: '2026-04-02T00:00:00Z' };
const waiting = async (store: Store) => (await listPendingProposals(store, { visible: 'any' })).items.map(({ id }) => id);

test('a baseline and a choice of a base wait until another person approves them or somebody takes them back', async () => {
  const store = await openTestStore();
  await saveDevices(store.pool, [DEVICE]);
  const [first, second] = [await say(store, 'ann', baseline), await say(store, 'ann', choice)];
  expect(await waiting(store)).toEqual([second.id, first.id]);
  await say(store, 'ann', { kind: 'approval', statement: first.id });
  expect(await waiting(store)).toEqual([second.id, first.id]);
  const approval = await say(store, 'bob', { kind: 'approval', statement: first.id });
  expect(await waiting(store)).toEqual([second.id]);
  await say(store, 'bob', { kind: 'withdrawal', statement: approval.id });
  await say(store, 'ann', { kind: 'withdrawal', statement: second.id });
  expect(await waiting(store)).toEqual([first.id]);
});

test('what is about devices that are not seen, or are gone, is not told; nor is what needs nobody', async () => {
  const store = await openTestStore();
  await saveDevices(store.pool, [DEVICE]);
  await say(store, 'ann', baseline);
  await say(store, 'ann', { ...baseline, device: 'gone' });
  await say(store, 'ann', { kind: 'lifecycle', device: 'a', state: 'received' });
  expect(await waiting(store)).toHaveLength(1);
  expect((await listPendingProposals(store, { visible: ['b'] })).items).toEqual([]);
});

test('one page is told, and that there is more', async () => {
  const store = await openTestStore();
  await saveDevices(store.pool, [DEVICE]);
  await say(store, 'ann', baseline);
  await say(store, 'ann', choice);
  const { items, hasMore } = await listPendingProposals(store, { visible: 'any', limit: 1 });
  expect([items.length, hasMore]).toEqual([1, true]);
});
