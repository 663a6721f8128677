import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/types.ts';
import { makeDevice, makeObservation } from '#lib/testing/device-states.ts';
import { baselineOptions, saidViews, waitingBaselines } from './said-view.ts';

const said = (over: object, index = 0): Statement =>
  ({ id: `s-${index}`, author: 'olga', at: `2026-05-0${index + 1}T00:00:00Z`, reason: 'because', ...over }) as Statement;
const proposed = said({ kind: 'baseline', device: 'device-1', submission: makeObservation().submission.id });
const approval = said({ kind: 'approval', statement: 's-0', author: 'omar' }, 1);

test('a proposed baseline waits until another person approves it', () => {
  expect(waitingBaselines(makeDevice({ statements: [proposed] }), 'omar')).toMatchObject([
    { statement: 's-0', author: 'olga', isOwn: false },
  ]);
  expect(waitingBaselines(makeDevice({ statements: [proposed, approval] }), 'omar')).toEqual([]);
});

test('who proposed it is told so, and an approval of their own changes nothing', () => {
  const own = said({ kind: 'approval', statement: 's-0' }, 1);
  expect(waitingBaselines(makeDevice({ statements: [proposed, own] }), 'olga')).toMatchObject([{ isOwn: true }]);
});

test('statements are told in words, the newest first, with text made visible', () => {
  const lifecycle = said({ kind: 'lifecycle', device: 'device-1', state: 'in-repair', reason: 'fan\u202e' }, 2);
  expect(saidViews('en', makeDevice({ statements: [proposed, lifecycle] }))).toMatchObject([
    { text: 'Lifecycle event: in repair', reason: 'fan\\u{202E}' },
    { text: 'Observation proposed as baseline' },
  ]);
});

test('each source offers its latest observation as baseline', () => {
  expect(baselineOptions('en', makeDevice())).toEqual([
    { submission: 'submission-inventory', label: 'paccor, 2026-05-01 00:00 UTC, 1 part' },
  ]);
});
