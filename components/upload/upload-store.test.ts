import { expect, test } from 'vitest';
import { type SubmissionAnswer, stateOfAnswer, type UploadItem, type UploadState } from './upload-item.ts';
import { makeUploadStore, PARALLEL, type UploadWorld } from './upload-store.ts';

const options = { device: null, role: null, skipKnown: false };
const named = (...names: readonly string[]) => names.map((name) => ({ file: new File(['x'], name), name }));

function answer(more: Partial<SubmissionAnswer> = {}): SubmissionAnswer {
  const head = { id: 's', sha256: 'ab', receivedAt: '2026-04-01T00:00:00.000Z', status: 'settled' } as const;
  return { ...head, documents: [], devices: ['d'], standing: [], unlinked: [], ...more };
}

/** A world in which the test decides when a file is sent and what is answered. */
function makeWorld(answers: readonly SubmissionAnswer[] = []) {
  const sent: { item: UploadItem; signal: AbortSignal; end: (state: UploadState) => void }[] = [];
  const timers: (() => void)[] = [];
  const queue = [...answers];
  const world: UploadWorld = {
    send: (item, signal) => new Promise((end) => sent.push({ item, signal, end })),
    ask: async () => queue.shift() ?? answer(),
    later: (work) => timers.push(work),
    now: () => 1,
  };
  return { store: makeUploadStore(world), sent, timers };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const acknowledged: UploadState = { kind: 'reading', submission: 's', sha256: 'ab', since: 0 };

test('no more files are sent at once than the limit, and the next begins when one is through', async () => {
  const { store, sent } = makeWorld();
  store.add(named('1', '2', '3', '4', '5', '6'), options);
  expect(sent).toHaveLength(PARALLEL);
  sent[0]?.end({ kind: 'refused', problem: { what: 'w', fix: 'f' } });
  await settle();
  expect(sent.map(({ item }) => item.name)).toEqual(['1', '2', '3', '4', '5']);
});

test('certificates are sent first, and the others only when each of those was received or failed', async () => {
  const { store, sent } = makeWorld();
  store.add(named('inventory.json', 'folder/Delta.CER', 'event.log', 'base.pem'), options);
  const names = (): readonly string[] => sent.map(({ item }) => item.name);
  expect(names()).toEqual(['folder/Delta.CER', 'base.pem']);
  sent[0]?.end(acknowledged);
  await settle();
  expect(names()).toEqual(['folder/Delta.CER', 'base.pem']);
  sent[1]?.end({ kind: 'failed', problem: { what: 'w', fix: 'f' } });
  await settle();
  expect(names()).toEqual(['folder/Delta.CER', 'base.pem', 'inventory.json', 'event.log']);
});

test('an acknowledged file is asked about until it has settled', async () => {
  const { store, sent, timers } = makeWorld([answer({ status: 'received' }), answer({ status: 'read' }), answer()]);
  store.add(named('a'), options);
  sent[0]?.end(acknowledged);
  const kinds: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    await settle();
    kinds.push(store.items()[0]?.state.kind ?? '');
    timers.shift()?.();
  }
  expect(kinds).toEqual(['reading', 'linking', 'done']);
});

test('a retry is the same act; handing in again is a new one', async () => {
  const { store, sent } = makeWorld();
  store.add(named('a'), { ...options, skipKnown: true });
  const id = store.items()[0]?.id ?? '';
  sent[0]?.end({ kind: 'failed', problem: { what: 'w', fix: 'f' } });
  await settle();
  store.retry([id]);
  expect(sent[1]?.item.idempotencyKey).toBe(sent[0]?.item.idempotencyKey);
  sent[1]?.end({ kind: 'skipped', sha256: 'ab', at: '2026-04-01T00:00:00.000Z' });
  await settle();
  store.again(id);
  expect(sent[2]?.item).toMatchObject({ skipKnown: false });
  expect(sent[2]?.item.idempotencyKey).not.toBe(sent[0]?.item.idempotencyKey);
});

test('canceling stops what is sent and what waits, and leaves what is acknowledged', async () => {
  const { store, sent } = makeWorld([answer({ status: 'received' })]);
  store.add(named('1', '2', '3', '4', '5'), options);
  sent[0]?.end(acknowledged);
  await settle();
  store.add(named('6'), options);
  store.cancel(store.items().map(({ id }) => id));
  expect(sent[1]?.signal.aborted).toBe(true);
  expect(store.items().map(({ state }) => state.kind)[5]).toBe('canceled');
  expect(store.items()[0]?.state.kind).toBe('reading');
});

test('what an answer means for a file', () => {
  const error = { code: 'truncated', message: 'it ends early', offset: 3 };
  const broken = { id: 'x', kind: 'unknown', summary: '', error };
  const waits = { documentId: 'x', reason: 'no-serial', detail: 'it has none' };
  expect(stateOfAnswer(answer({ documents: [broken] }), 0).kind).toBe('unreadable');
  expect(stateOfAnswer(answer({ documents: [broken, { ...broken, error: null }] }), 0).kind).toBe('done');
  expect(stateOfAnswer(answer({ devices: [], unlinked: [waits] }), 0).kind).toBe('unlinked');
  expect(stateOfAnswer(answer({ unlinked: [waits] }), 0).kind).toBe('done');
});
