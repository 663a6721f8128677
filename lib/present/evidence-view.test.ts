import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { bomOf } from '#lib/testing/device-evidence.ts';
import { makeBase, makeCheck, makeDocument, makeEk, makeInventory, makeObservation, makeSubmission } from '#lib/testing/device-states.ts';
import { makeManifest } from '#lib/testing/reference-manifests.ts';
import { evidenceView, MAX_SUBMISSIONS } from './evidence-view.ts';

test('a certificate that convinces is verified, and tells its checks in words', () => {
  const view = evidenceView('en', makeBase({ checks: [makeCheck('signature')] }));
  expect(view).toMatchObject({ family: 'certificate', standing: 'verified', contributes: true });
  expect(view.checks).toMatchObject([{ word: 'Signature', status: 'pass', glyph: 'check' }]);
});

test.each([
  ['fail', 'not-verified'],
  ['unknown', 'not-evaluated'],
] as const)('a certificate with a check that is %s is called %s, never verified', (status, standing) => {
  expect(evidenceView('en', makeBase({ trusted: false, checks: [makeCheck('chain', status)] })).standing).toBe(standing);
});

test('whether it changes what is expected is no question for an EK certificate', () => {
  expect(evidenceView('en', makeEk()).contributes).toBeNull();
  expect(evidenceView('en', makeBase({ contributes: false })).contributes).toBe(false);
});

test('an inventory is self-asserted, even where a document calls itself trusted', () => {
  const document = makeDocument({ label: 'inventory', document: makeInventory(), over: { trusted: true } });
  expect(evidenceView('en', document)).toMatchObject({ family: 'inventory', standing: 'self-asserted' });
});

test.each([
  [true, 'pass', 'verified'],
  [false, 'fail', 'not-verified'],
  [false, 'unknown', 'not-evaluated'],
] as const)('a reference manifest speaks for its signer: trusted %s with a chain that is %s is %s', (trusted, status, standing) => {
  const [read] = readArtifact(makeManifest()).documents;
  const document = { ...makeBase({ trusted, checks: [makeCheck('chain', status)] }), ...(read === undefined ? {} : { read }) };
  expect(document.read.kind).toBe('reference-manifest');
  expect(evidenceView('en', document)).toMatchObject({ family: 'other', standing });
});

test('a document that could not be read is unreadable, whatever its flags', () => {
  const { document } = makeObservation();
  const unreadable = {
    ...document,
    trusted: true,
    read: { ...document.read, document: undefined, error: { code: 'bad-json' as const, message: 'no' } },
  };
  expect(evidenceView('en', unreadable).standing).toBe('unreadable');
});

test('text of a file that would turn the sentence around is made visible', () => {
  const named = makeBase({ submissions: [makeSubmission('base', { fileName: 'gpj\u202e.exe', submittedBy: 'mal\u200blory' })] });
  expect(evidenceView('en', named).submissions).toMatchObject([{ fileName: 'gpj\\u{202E}.exe', by: 'mal\\u{200B}lory' }]);
});

test.each([
  [MAX_SUBMISSIONS, MAX_SUBMISSIONS],
  [MAX_SUBMISSIONS + 1, MAX_SUBMISSIONS],
])('of %i submissions %i are listed, the first and the newest among them', (count, listed) => {
  const submissions = Array.from({ length: count }, (_, index) => makeSubmission(`s${index}`));
  const view = evidenceView('en', makeBase({ submissions }));
  expect(view.submissions).toHaveLength(listed);
  expect(view.submissionCount).toBe(count);
  expect([view.submissions.at(0)?.id, view.submissions.at(-1)?.id]).toEqual(['submission-s0', `submission-s${count - 1}`]);
});

test.each([
  [[], null],
  [['bom-signature fail', 'origin fail'], 'broken'],
  [['bom-signature pass', 'origin pass'], 'proven'],
  [['bom-signature pass', 'origin unknown'], 'unproven'],
  [['bom-signature unknown', 'origin unknown'], 'not-evaluated'],
  [['bom-signature pass', 'origin pass', 'part-signatures fail'], 'part-broken'],
  [['part-signatures fail'], 'part-broken'],
  [['part-signatures pass'], null],
] as const)('a BOM with the checks %j has a signature that is %s', (checks, signature) => {
  const { document } = bomOf('bom', []);
  if (document === undefined) throw new Error('no BOM');
  const made = checks.map((text) => {
    const [id = '', status] = text.split(' ');
    return makeCheck(
      id,
      (['pass', 'fail', 'unknown'] as const).find((each) => each === status),
    );
  });
  const view = evidenceView('en', makeDocument({ label: 'bom', document, over: { checks: made } }));
  expect(view.bom).toMatchObject({ version: 1, signature });
  expect(view.standing).toBe(signature === 'broken' ? 'not-verified' : 'self-asserted');
});
