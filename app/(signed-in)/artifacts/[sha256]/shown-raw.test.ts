import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type ArtifactAddress, artifactAddress, artifactHref } from './artifact-address.ts';
import { shownRaw } from './shown-raw.ts';

const sha256 = 'ab'.repeat(32);
const texts = catalogueOf('en').artifact;
// Blocks are at hand, so that nobody asks it: it would connect only then.
const store = openStore('postgresql://nobody@127.0.0.1:1/nothing');

function rawOf(bytes: Uint8Array, more: Partial<ArtifactAddress> = {}, suggested: number | null = null) {
  const address = { ...artifactAddress(sha256, {}), block: 0, ...more };
  const blocks = [{ label: 'A', bytes, offset: 0 }];
  return shownRaw(store, { address, size: 1, blocks, suggested: suggested === null ? null : { block: 0, offset: suggested }, texts });
}

test('the part that holds the octet asked for is shown, and the octet is marked', async () => {
  const raw = await rawOf(new Uint8Array(20_000), { at: 9000, show: 'hex' });
  expect([raw.from, raw.to, raw.total, raw.marked, raw.isAsked]).toEqual([8192, 16_384, 20_000, 9000, true]);
  expect(raw.earlier).toBe(`/artifacts/${sha256}?block=0&from=0&show=hex`);
  expect(raw.later).toBe(`/artifacts/${sha256}?block=0&from=16384&show=hex`);
});

test('an octet beyond the end is the end', async () => {
  const raw = await rawOf(new Uint8Array(100), { at: 5000, show: 'hex' });
  expect([raw.from, raw.to, raw.marked, raw.later]).toEqual([0, 100, 100, null]);
});

test('a character that two parts share is shown once, in the first', async () => {
  const bytes = new TextEncoder().encode(`${'x'.repeat(16_383)}漢y`);
  const [first, second] = [await rawOf(bytes, { show: 'text' }), await rawOf(bytes, { show: 'text', from: 16_384 })];
  expect([first.from, first.to]).toEqual([0, 16_386]);
  expect([second.from, second.to]).toEqual([16_386, 16_387]);
  expect(JSON.stringify(second.rows)).not.toContain('\\\\x');
});

test('where it breaks is shown without asking, and gives way to what is asked', async () => {
  const bytes = new Uint8Array(100);
  const open = { block: null, at: null, from: null, show: null };
  const suggested = await rawOf(bytes, open, 7);
  expect([suggested.marked, suggested.isAsked, suggested.isDecoded]).toEqual([7, false, true]);
  expect((await rawOf(bytes, { at: 3 }, 7)).marked).toBe(3);
  expect((await rawOf(bytes, { from: 0 }, 7)).marked).toBeNull();
});

test('binary content is shown as octets, text as text', async () => {
  expect((await rawOf(Uint8Array.of(0x30, 0x82))).rows.show).toBe('hex');
  expect((await rawOf(new TextEncoder().encode('{}'))).rows.show).toBe('text');
});

test('the address of a file is read as it was written', () => {
  const address = { sha256, document: 2, block: 1, show: 'hex', at: 12, from: null, all: true } as const;
  const params = Object.fromEntries(new URL(artifactHref(address), 'http://localhost').searchParams);
  expect(artifactAddress(sha256, params)).toEqual(address);
  expect(artifactAddress(sha256, { at: '-1', block: '1e3', doc: ['1'], show: 'picture' })).toEqual(artifactAddress(sha256, {}));
});
