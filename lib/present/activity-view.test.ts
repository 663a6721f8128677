import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { type ActivityView, actionWord, activityView } from './activity-view.ts';
import { statementSchema } from './assay-file.ts';

const texts = catalogueOf('en');
const at = '2026-01-01T00:00:00Z';
const sha256 = 'ab'.repeat(32);
const label = 'Root\u202e';
const anchor = (action: 'add' | 'remove') => say('ann', at, { kind: 'anchor', action, sha256, certificate: null, label });
const key = (action: 'add' | 'remove') =>
  say('ann', at, { kind: 'verifier-key', action, sha256, publicKey: null, keyId: null, issuer: null, label: 'Ours' });

/** As `say` of the server writes it. */
function viewOf(statement: Statement, subject = statement.id, ...said: readonly Statement[]): ActivityView {
  const known = new Map([statement, ...said].map((each) => [each.id, each]));
  const detail = { statement: statement.id, reason: statement.reason };
  return activityView(texts, { action: `${statement.kind}-recorded`, subject, detail }, known);
}

test('a trust anchor is told as added or removed, by its label and the digest of its certificate', () => {
  const added = viewOf(anchor('add'));
  expect(added).toMatchObject({ did: 'added a trust anchor', subject: sha256 });
  expect(added.about).toMatch(/^“Root[^\u202e]*”$/);
  expect(viewOf(anchor('remove')).did).toBe('removed a trust anchor');
});

test('the key of a verifier likewise', () => {
  expect(viewOf(key('add'))).toMatchObject({ did: 'added the key of a verifier', subject: sha256, about: '“Ours”' });
  expect(viewOf(key('remove')).did).toBe('removed the key of a verifier');
});

test('the statement stands beside the certificate, and not twice where it is the subject itself', () => {
  const added = anchor('add');
  expect(viewOf(added).details).toContainEqual({ name: 'statement', value: added.id });
  const policy = say('ann', at, {
    kind: 'manufacturer-alias',
    change: { action: 'add', line: { scheme: 'manufacturer', name: 'A', means: 'B' } },
  });
  expect(viewOf(policy)).toMatchObject({ subject: policy.id, about: 'the names “A” and “B”' });
  expect(viewOf(policy).details.map(({ name }) => name)).toEqual(['reason']);
});

test('what is withdrawn is told by what it said', () => {
  const added = anchor('add');
  const withdrawal = say('bob', at, { kind: 'withdrawal', statement: added.id });
  const view = viewOf(withdrawal, added.id, added);
  expect(view).toMatchObject({ did: 'withdrew a statement', subject: added.id });
  expect(view.about).toMatch(/^that “Root.*” \(abababababab…\) was added as a trust anchor$/);
  expect(view.details).toContainEqual({ name: 'statement', value: withdrawal.id });
});

test('what is recorded beside an act has words, and what is absent is none', () => {
  const begun = { action: 'attestation-enrolment-begun', subject: '000b', detail: { enrolment: 'e', endorsementCertificate: null } };
  expect(activityView(texts, begun, new Map())).toEqual({
    did: 'began to enrol an attestation key',
    subject: '000b',
    about: null,
    details: [
      { name: 'enrolment', value: 'e' },
      { name: 'certificate of the endorsement key', value: 'none' },
    ],
  });
  const granted = { action: 'grants-changed', subject: 'ivy', detail: { added: ['d1', 'd2'], removed: [] } };
  expect(activityView(texts, granted, new Map()).details.map(({ value }) => value)).toEqual(['d1, d2', 'none']);
});

test('an action is told in words; one of another version by its own name', () => {
  expect(actionWord('grants-changed', texts.access)).toBe('changed the devices granted to a user');
  expect(actionWord('toString', texts.access)).toBe('toString');
});

test('there are words for every kind of statement that can be recorded', () => {
  const actions = statementSchema.options.map(({ shape }) => `${shape.kind.value}-recorded`);
  expect(actions.length).toBeGreaterThan(5);
  expect(actions.filter((action) => actionWord(action, texts.access) === action)).toEqual([]);
});
