import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/types.ts';
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
  expect(saidViews('en', makeDevice({ statements: [proposed, lifecycle] }))).toMatchObject([
    { text: 'Lifecycle event: in repair', reason: 'fan\\u{202E}' },
    { text: 'Observation proposed as baseline' },
  ]);
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
