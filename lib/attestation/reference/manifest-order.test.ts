import { describe, expect, test } from 'vitest';
import { type MadeManifest, makeManifest } from '#lib/testing/reference-manifests.ts';
import { type ConvincingManifest, MAX_ORDERED, supersededManifests } from './manifest-order.ts';
import { sourceKey } from './reference-value.ts';
import { parseSwidManifest } from './swid.ts';

const OLD_ID = 'ab'.repeat(32);
const made = (documentId: string, over: MadeManifest = {}, anchor = 'vendor'): ConvincingManifest => ({
  manifest: parseSwidManifest(makeManifest({ tagId: documentId, ...over })),
  documentId,
  anchor,
});
const old = made(OLD_ID, { tagId: 'old', firmwareVersion: '2.4.0' });
const replaced = (...manifests: readonly ConvincingManifest[]): readonly string[] => [...supersededManifests([old, ...manifests])];

test.each<[string, ConvincingManifest]>([
  ['a link', made('new', { firmwareVersion: '1', model: 'X2', links: '<Link rel="supersedes" href="swid:old"/>' })],
  ['a later version of the same tag', made('new', { tagId: 'old', tagVersion: 1, firmwareVersion: '2.4.0' })],
  ['the digest of the one before', made('new', { firmwareVersion: 'a', meta: `rim:rimLinkHash="${OLD_ID}"` })],
  ['a higher version of the same firmware', made('new', { firmwareVersion: '2.10.0' })],
])('%s replaces a manifest', (_, newer) => {
  expect(replaced(newer)).toEqual([OLD_ID]);
});

test.each<[string, ConvincingManifest]>([
  ['the same version', made('new', { firmwareVersion: '2.4.0' })],
  ['a version whose order nobody knows', made('new', { firmwareVersion: 'b7' })],
  ['a higher version of another model', made('new', { firmwareVersion: '9', model: 'X2' })],
  ['a manifest that adds to it', made('new', { flags: 'supplemental="true"', firmwareVersion: '9', meta: `rim:rimLinkHash="${OLD_ID}"` })],
  ['a manifest under another anchor', made('new', { firmwareVersion: '9', links: '<Link rel="supersedes" href="old"/>' }, 'stranger')],
  ['another relation', made('new', { firmwareVersion: '2.4.0', links: '<Link rel="requires" href="swid:old"/>' })],
])('%s replaces none', (_, other) => {
  expect(replaced(other)).not.toContain(OLD_ID);
});

test.each(['sha256', 'sha384', 'sha512'] as const)('the one before is named by its %s, too', (hash) => {
  const newer = made('new', { firmwareVersion: 'a', meta: `rim:rimLinkHash="${old.manifest.file[hash]}"` });
  expect(replaced(newer)).toEqual([OLD_ID]);
});

test('two that replace each other replace nothing', () => {
  expect(replaced(made('new', { firmwareVersion: '1.0.0', links: '<Link rel="supersedes" href="old"/>' }))).toEqual([]);
});

describe('of a manifest that holds several tags', () => {
  const unnamed = { manufacturer: null, manufacturerId: null, model: null, version: null };
  const holding = (documentId: string, tags: Readonly<Record<string, number>>, supersedes: readonly string[] = []): ConvincingManifest => {
    const { manifest } = made(documentId);
    const innerTags = Object.entries(tags).map(([id, version]) => ({ id, version }));
    const links = supersedes.map((href) => ({ rel: 'supersedes', href }));
    return { ...old, documentId, manifest: { ...manifest, format: 'corim', firmware: unnamed, platform: unnamed, innerTags, links } };
  };
  const order = (...manifests: readonly ConvincingManifest[]) => [...supersededManifests(manifests)];

  test('a later version of one replaces that one, and of all of them the whole', () => {
    const both = holding('both', { a: 1, b: 1 });
    expect(order(both, holding('new', { a: 2 }))).toEqual([sourceKey('both', 'a')]);
    expect(order(both, holding('new', { a: 2, b: 1 }))).toEqual([sourceKey('both', 'a')]);
    expect(order(both, holding('new', { a: 2 }), holding('other', { b: 3 }))).toEqual(['both']);
    expect(order(both, { ...holding('new', { a: 2 }), anchor: 'stranger' })).toEqual([]);
  });

  test('two that each hold a later version of another tag replace these', () => {
    expect(order(holding('one', { a: 2, b: 1 }), holding('two', { a: 1, b: 2 }))).toEqual([sourceKey('one', 'b'), sourceKey('two', 'a')]);
  });

  test('a link replaces the tag that it names, unless that one replaces it', () => {
    const both = holding('both', { a: 1, b: 1 });
    expect(order(both, holding('new', { c: 1 }, ['b']))).toEqual([sourceKey('both', 'b')]);
    expect(order(both, holding('new', { c: 1 }, ['both']))).toEqual(['both']);
    expect(order(holding('both', { a: 1, b: 1 }, ['c']), holding('new', { c: 1 }, ['b']))).toEqual([]);
  });
});

test('beyond the limit nothing is said of their order', () => {
  const many = (count: number): readonly ConvincingManifest[] =>
    Array.from({ length: count }, (_, index) => ({ ...made('new', { firmwareVersion: '3' }), documentId: `${index}` }));
  expect(replaced(...many(MAX_ORDERED - 1))).toEqual([OLD_ID]);
  expect(replaced(...many(MAX_ORDERED))).toEqual([]);
});
