import { expect, test } from 'vitest';
import type { BomLink } from '#lib/cyclonedx/types.ts';
import { bomOf } from '#lib/testing/device-evidence.ts';
import { type BomAtHand, bomLinkViews } from './bom-link-view.ts';

const SERIAL = 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79';
const link = (over: Partial<BomLink> = {}): BomLink => ({
  from: 'components[0]',
  url: `urn:cdx:${SERIAL.slice(9)}/2`,
  serialNumber: SERIAL,
  version: 2,
  ref: null,
  sha256: null,
  ...over,
});
const kept = (over: Partial<BomAtHand> = {}): BomAtHand => ({
  sha256: 'a'.repeat(64),
  summary: 'SBOM',
  serialNumber: SERIAL,
  version: 2,
  ...over,
});

function viewOf(links: readonly BomLink[], atHand: readonly BomAtHand[]) {
  const { document } = bomOf('bom', [{ category: 'firmware', model: 'UEFI', serial: null, revision: '1.2' }]);
  if (document?.kind !== 'cyclonedx-bom') throw new Error('no BOM');
  return bomLinkViews('en', { ...document, links }, atHand);
}

test('a link to a BOM that is at hand names the part and leads there', () => {
  expect(viewOf([link({ ref: 'edk2' })], [kept()])).toMatchObject([
    { part: 'Firmware UEFI 1.2', standing: 'at-hand', text: 'is described by (there “edk2”)', boms: [{ sha256: 'a'.repeat(64) }] },
  ]);
});

test('a link that names no version leads to every version that is at hand', () => {
  const boms = [kept(), kept({ sha256: 'b'.repeat(64), version: 3 })];
  expect(viewOf([link({ version: null })], boms)[0]).toMatchObject({ standing: 'at-hand', boms: [{}, {}] });
});

test('of another version, of another content and of nothing at hand is told apart', () => {
  const [other] = viewOf([link()], [kept({ version: 1 })]);
  expect(other).toMatchObject({ standing: 'other-version', boms: [{}] });
  const [changed] = viewOf([link({ sha256: 'c'.repeat(64) })], [kept()]);
  expect(changed).toMatchObject({ standing: 'other-content', boms: [{}] });
  const [missing] = viewOf([link({ from: null })], []);
  expect(missing).toMatchObject({ standing: 'not-at-hand', part: 'The device', boms: [] });
  expect(missing?.text).toContain('urn:cdx:3e671687');
});

test('a digest leads to the file that has it, whatever it calls itself', () => {
  const sha256 = 'd'.repeat(64);
  expect(
    viewOf([link({ serialNumber: null, version: null, sha256 })], [kept({ sha256, serialNumber: null, version: null })]),
  ).toMatchObject([{ standing: 'at-hand', boms: [{ sha256 }] }]);
});
