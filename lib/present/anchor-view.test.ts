import { expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { readAnchor } from './anchor-view.ts';

test('what is no certificate is told by what it is, in words', () => {
  const inventory = makeInventory({
    platform: { manufacturer: 'Pomelo', model: 'Rack 2', serial: 'P-100' },
    components: [{ manufacturer: 'A', model: 'B' }],
  });
  expect(readAnchor(toBase64(inventory))).toEqual({ kind: 'unreadable', detail: 'it is an inventory' });
});

test('what can not be read is told without a full stop: the sentence goes on', () => {
  const read = readAnchor('none');
  expect(read).toMatchObject({ kind: 'unreadable', detail: expect.stringMatching(/[^.]$/) });
});
