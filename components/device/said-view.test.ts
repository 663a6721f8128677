import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { makeBase, makeDevice, makeObservation } from '#lib/testing/device-states.ts';
import { baselineOptions, baseOptions, saidViews, waitingProposals } from './said-view.ts';

const said = (over: object, index = 0): Statement =>
  ({ id: `s-${index}`, author: 'olga', at: `2026-05-0${index + 1}T00:00:00Z`, reason: 'because', ...over }) as Statement;
const proposed = said({ kind: 'baseline', device: 'device-1', submission: makeObservation().submission.id });
const approval = said({ kind: 'approval', statement: 's-0', author: 'omar' }, 1);

test('a proposed baseline waits until another person approves it', () => {
  expect(waitingProposals(makeDevice({ statements: [proposed] }), 'omar')).toMatchObject([
    { statement: 's-0', author: 'olga', isOwn: false },
  ]);
  expect(waitingProposals(makeDevice({ statements: [proposed, approval] }), 'omar')).toEqual([]);
});

test('who proposed it is told so, and an approval of their own changes nothing', () => {
  const own = said({ kind: 'approval', statement: 's-0' }, 1);
  expect(waitingProposals(makeDevice({ statements: [proposed, own] }), 'olga')).toMatchObject([{ isOwn: true }]);
});

test('statements are told in words, the newest first, with text made visible', () => {
  const lifecycle = said({ kind: 'lifecycle', device: 'device-1', state: 'in-repair', reason: 'fan\u202e' }, 2);
  expect(saidViews('en', makeDevice({ statements: [proposed, lifecycle] }), 'omar')).toMatchObject([
    { text: 'Lifecycle event: in repair', reason: 'fan\\u{202E}' },
    { text: 'Observation proposed as baseline' },
  ]);
});

test('a withdrawn statement is told as withdrawn, and counts again when its withdrawal was withdrawn', () => {
  const withdrawal = said({ kind: 'withdrawal', statement: 's-0', author: 'omar', reason: 'wrong day' }, 1);
  const [, withdrawn] = saidViews('en', makeDevice({ statements: [proposed, withdrawal] }), 'olga');
  expect(withdrawn).toMatchObject({ withdrawn: 'by omar, 2026-05-02 00:00 UTC: wrong day', canBeWithdrawn: false });
  const back = said({ kind: 'withdrawal', statement: 's-1', author: 'omar' }, 2);
  expect(saidViews('en', makeDevice({ statements: [proposed, withdrawal, back] }), 'olga')).toMatchObject([
    { withdrawn: null },
    { withdrawn: 'by omar, 2026-05-03 00:00 UTC: because' },
    { withdrawn: null, canBeWithdrawn: true },
  ]);
});

test('what is said about a device can be withdrawn; an approval and a withdrawal only by who gave it', () => {
  const states = (viewer: string) =>
    saidViews('en', makeDevice({ statements: [proposed, approval] }), viewer).map(({ canBeWithdrawn }) => canBeWithdrawn);
  expect(states('olga')).toEqual([false, true]);
  expect(states('omar')).toEqual([true, true]);
});

test('each source offers its latest observation as baseline', () => {
  expect(baselineOptions('en', makeDevice())).toEqual([{ value: 'submission-inventory', label: 'paccor, 2026-05-01 00:00 UTC, 1 part' }]);
});

test('base certificates are offered while they contradict each other, and a choice waits for a second person', () => {
  const base = makeBase();
  const conflict = { basis: 'conflict', units: [], properties: [], because: [base.sha256] } as const;
  const device = makeDevice({ documents: [base], expected: conflict });
  expect(baseOptions(device)).toMatchObject([{ value: base.read.id, label: expect.stringContaining(base.sha256.slice(0, 12)) }]);
  expect(baseOptions(makeDevice({ documents: [base] }))).toEqual([]);
  const choice = said({ kind: 'base-choice', device: 'device-1', certificate: base.read.id });
  expect(waitingProposals({ ...device, statements: [choice] }, 'omar')).toMatchObject([{ proposes: 'base-choice', sha256: base.sha256 }]);
});
