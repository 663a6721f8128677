import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type MadeEvent, makeEventLog } from '#lib/testing/event-logs.ts';
import { makeManifest } from '#lib/testing/reference-manifests.ts';
import { makeSpdmEvent, spdmPayload } from '#lib/testing/spdm-events.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { compareWithReferences } from './compare.ts';
import { indexReferences, type PartReference } from './reference-value.ts';
import { parseSwidManifest } from './swid.ts';

const [A, B, C, D] = ['aa', 'bb', 'cc', 'dd'].map((octet) => octet.repeat(48)) as [string, string, string, string];

function partOf(measurements: Parameters<typeof spdmPayload>[0], documentId = 'gpu'): PartReference {
  const source = { by: 'manifest', documentId, because: [], platform: null, signer: null, firmwareVersion: null, reason: null } as const;
  return { source, measurements: parseSwidManifest(makeManifest({ payload: spdmPayload(measurements) })).measurements };
}
/** Index 4 needn't be compared. */
const GPU = partOf([
  { index: 1, digests: [A, B] },
  { index: 2, digests: [C] },
  { index: 4, active: false, digests: [C] },
]);

function outcomes(events: readonly MadeEvent[], parts: readonly PartReference[] = [GPU]): readonly string[] {
  const { events: compared } = compareWithReferences(parseEventLog(makeEventLog(events)), indexReferences([], { parts }));
  return compared.map(
    (each) => `${each.outcome}${each.outcome === 'mismatch' ? ` ${each.instead.map(({ describes }) => describes).join()}` : ''}`,
  );
}

test.each([
  ['every measurement is one of the alternatives', { 1: B, 2: C }, 'referenced'],
  ['what need not be compared is another', { 1: A, 4: D }, 'referenced'],
  ['one of several is another', { 1: A, 2: D }, 'mismatch SPDM measurement 2'],
  ['none is equal: nothing says that the manifest is about this part', { 1: C, 2: D }, 'not-referenced'],
  ['one more is answered that the manifest does not know', { 1: A, 9: A }, 'not-referenced'],
  ['a digest stands under another index', { 2: A }, 'not-referenced'],
  ['nothing that has to be compared is answered', { 4: C }, 'not-referenced'],
])('where %s', (_, answers, outcome) => {
  expect(outcomes([makeSpdmEvent({ answers })])).toEqual([outcome]);
});

test('a part that answers in several records is one, and another part another', () => {
  const good = makeSpdmEvent({ answers: { 1: A } });
  const changed = makeSpdmEvent({ answers: { 2: D } });
  expect(outcomes([good, changed])).toEqual(['referenced', 'mismatch SPDM measurement 2']);
  expect(outcomes([good, { ...makeSpdmEvent({ answers: { 2: D }, deviceId: 7 }) }])).toEqual(['referenced', 'not-referenced']);
});

test('a manifest that fits a part wholly is the one that is about it', () => {
  const newer = partOf(
    [
      { index: 1, digests: [A] },
      { index: 2, digests: [D] },
    ],
    'newer',
  );
  expect(outcomes([makeSpdmEvent({ answers: { 1: A, 2: D } })], [GPU, newer])).toEqual(['referenced']);
});

test('what no digest covers, and a part that did not prove who it is, is known to nobody', () => {
  const answers = { 1: A, 2: C };
  expect(outcomes([{ ...makeSpdmEvent({ answers }), measured: encodeUtf8('other') }])).toEqual(['not-referenced']);
  expect(outcomes([makeSpdmEvent({ answers, authState: 4 })])).toEqual(['not-referenced']);
});
