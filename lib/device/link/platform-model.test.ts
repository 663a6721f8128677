import { describe, expect, test } from 'vitest';
import { parseConciseManifest } from '#lib/attestation/reference/corim.ts';
import { parseSwidManifest } from '#lib/attestation/reference/swid.ts';
import { manufacturerAliases } from '#lib/component/aliases.ts';
import { makeComid, makeCorim, numbered as map } from '#lib/testing/concise-manifests.ts';
import { makeDocument, makeInventory, makePlatformCertificate } from '#lib/testing/device-states.ts';
import { makeManifest } from '#lib/testing/reference-manifests.ts';
import { deviceModelKeys, keysUnderAllNames, MAX_MODELS, modelKeysOfManifest, narrowedTo, withoutOtherModels } from './platform-model.ts';

const platform = (manufacturer: string, model: string) => ({ manufacturer, model, version: null, serial: null });
const environment = (vendor: string, model: string, more: Readonly<Record<number, string>> = {}) =>
  map({
    0: map({ 1: vendor, 2: model }),
    ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, { tag: 550, value: Buffer.from(value) }])),
  });
const corimAbout = (...environments: readonly ReturnType<typeof environment>[]) =>
  parseConciseManifest(makeCorim({ tags: environments.map((each, index) => makeComid({ id: `tag ${index}`, environment: each })) }));

describe('a manifest is about', () => {
  test('the platform that it names, in any spelling that comparisons take for one', () => {
    const one = parseSwidManifest(makeManifest({ manufacturer: 'Kirin Systems', model: 'X1' }));
    const other = parseSwidManifest(makeManifest({ manufacturer: 'KIRIN  systems', model: 'ｘ1' }));
    expect(modelKeysOfManifest(one)).toEqual(modelKeysOfManifest(other));
    expect(modelKeysOfManifest(one)).toHaveLength(1);
  });

  test.each([
    ['no model', platform('Kirin Systems', 'Default string')],
    ['no manufacturer', platform('Not Specified', 'X1')],
  ])('nothing with %s that means something', (_, names) => {
    expect(modelKeysOfManifest(parseSwidManifest(makeManifest({ manufacturer: names.manufacturer, model: names.model })))).toEqual([]);
  });

  test('the vendors and models of its triples, so many and no more, without what is about one instance', () => {
    expect(modelKeysOfManifest(corimAbout(environment('A', '1'), environment('A', '2'), environment('a', '1')))).toEqual(['a|1', 'a|2']);
    expect(modelKeysOfManifest(corimAbout(environment('A', '1', { 1: '01234567' })))).toEqual([]);
    const many = Array.from({ length: MAX_MODELS + 1 }, (_, index) => environment('A', String(index)));
    expect(modelKeysOfManifest(corimAbout(...many))).toHaveLength(MAX_MODELS);
  });

  test('one of them says to a device of it nothing of the others', () => {
    const manifest = corimAbout(environment('A', '1'), environment('A', '2'));
    expect(narrowedTo(manifest, new Set(['a|2'])).triples.map((triple) => triple.environment.model)).toEqual(['2']);
  });
});

test('a manifest that was handed in for a device says nothing to it of other models of its maker, and what it says of parts', () => {
  const manifest = corimAbout(environment('A', '1'), environment('a', '2'), environment('Maker of cards', 'N7'));
  const models = (given: Parameters<typeof withoutOtherModels>[1]) =>
    withoutOtherModels(manifest, given).triples.map((triple) => triple.environment.model);
  expect(models(platform('A', '1'))).toEqual(['1', 'N7']);
  expect(models(platform('B', '1'))).toEqual(['1', '2', 'N7']);
  expect([models(null), models({ manufacturer: 'A', model: null })]).toEqual([
    ['1', '2', 'N7'],
    ['1', '2', 'N7'],
  ]);
});

describe('a device is of', () => {
  const base = (manufacturer: string, convinces: boolean) => ({
    read: makeDocument({
      label: 'b',
      document: makePlatformCertificate({ platform: { ...platform(manufacturer, '1'), manufacturerId: null } }),
    }).read,
    convinces,
  });
  const inventory = (manufacturer: string) => ({
    read: makeDocument({ label: 'i', document: makeInventory({ platform: platform(manufacturer, '1') }) }).read,
    convinces: false,
  });

  test('the model of its certificates that convince, whatever others and inventories say', () => {
    expect([...deviceModelKeys([base('other', false), base('A', true), inventory('B')])]).toEqual(['a|1']);
  });

  test('the model of its inventories without a certificate, where all say the same', () => {
    expect([...deviceModelKeys([inventory('A'), inventory('a')])]).toEqual(['a|1']);
    expect([...deviceModelKeys([inventory('A'), inventory('B')])]).toEqual([]);
  });
});

test('a model is looked for under the other names of its manufacturer too, one step far', () => {
  const alias = (name: string, means: string) => ({ scheme: 'manufacturer', name, means }) as const;
  const aliases = manufacturerAliases([alias('Kirin | Co', 'Kirin 100%'), alias('Kirin 100%', 'Third')]);
  const key = (manufacturer: string) => modelKeysOfManifest(parseSwidManifest(makeManifest({ manufacturer, model: 'X1' })));
  expect([...keysUnderAllNames(key('Kirin | Co'), aliases)]).toEqual([...key('Kirin | Co'), ...key('Kirin 100%')]);
  expect([...keysUnderAllNames(key('Other'), aliases)]).toEqual(key('Other'));
});
