import { expect, test } from 'vitest';
import { encodeCursor } from '#lib/store/page.ts';
import { addressOf, beginsWithTime, cursorKey, ownCursor, queryText } from './address.ts';

test('a cursor that this list did not give out is the first page, and so is one that the database would not take', () => {
  const cursor = encodeCursor(['2026-03-01T00:00:00Z', 'id']);
  expect([ownCursor(cursor, 2), cursorKey(cursor, 2)]).toEqual([cursor, ['2026-03-01T00:00:00Z', 'id']]);
  expect([ownCursor(cursor, 2, beginsWithTime), ownCursor(encodeCursor(['id', 'id']), 2, beginsWithTime)]).toEqual([cursor, undefined]);
  for (const other of [undefined, '', 'nonsense', [cursor, cursor], encodeCursor(['one']), encodeCursor(['a\0', 'b'])])
    expect(ownCursor(other, 2)).toBeUndefined();
});

test('what is given twice, or not at all, counts as nothing, and an address holds no empty names', () => {
  expect([queryText('a\0b'), queryText(['a', 'b']), queryText(undefined)]).toEqual(['ab', '', '']);
  expect([addressOf('/log', { actor: '', cursor: undefined }), addressOf('/log', { actor: 'a b' })]).toEqual(['/log', '/log?actor=a+b']);
});
