import { expect, test } from 'vitest';
import {
  authorityOf,
  baseOf,
  bomOf,
  deltaOf,
  ekOf,
  evidenceOf,
  forged,
  type HandedIn,
  handIn,
  inventoryOf,
  STRANGER,
  say,
  unreadable,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { makeInventory, makePlatformCertificate } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Linked } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import { deviceIdOf } from './device-ids.ts';
import { linkKeysOf } from './keys.ts';

const dimm = (serial: string | null) => ({ serial });
const platform = makePlatformCertificate().platform;
const ek = ekOf('ek');
const base = baseOf('base', [dimm('A')]);
/** Another platform on the same EK certificate. */
const rival = baseOf('rival', [dimm('B')], { serialNumber: 43n, platform: { ...platform, serial: 'P-200' } });
const inventory = inventoryOf('inventory', [dimm('A')]);
const noSerial = { ...makeInventory().platform, serial: 'To Be Filled By O.E.M.' };

const link = (handed: readonly HandedIn[], over: Partial<Evidence> = {}): Linked =>
  assembleDevices(evidenceOf(handed, over), { verify: verifyByIssuer });
const problems = ({ devices }: Linked) => devices.map((device) => device.problems.map(({ kind }) => kind));
const reasons = ({ unlinked }: Linked) => unlinked.map(({ reason }) => reason);

test('an EK certificate alone forms a device that is declared', () => {
  const { devices } = link([handIn(ek)]);
  expect(devices).toMatchObject([{ tier: 'declared', lifecycle: 'unknown', expected: { basis: 'none' } }]);
  expect(devices[0]?.id).toBe(deviceIdOf(linkKeysOf(ek).strong[0] ?? ''));
});

test('a device keeps its id when what comes later would give it another', () => {
  const first = link([handIn(ek, '2026-03-02T00:00:00Z')]).devices[0];
  const known = new Map((first?.keys ?? []).map((key) => [key, 'd-kept']));
  const later = link([handIn(base, '2026-03-01T00:00:00Z'), handIn(ek, '2026-03-02T00:00:00Z')], { deviceIds: known });
  expect(later.devices.map(({ id }) => id)).toEqual(['d-kept']);
});

test('two platforms on one EK certificate stay two devices, and both say so', () => {
  const linked = link([handIn(base), handIn(rival), handIn(ek)]);
  expect(linked.devices).toHaveLength(2);
  expect(problems(linked)).toEqual([['identity-claimed-twice'], ['identity-claimed-twice']]);
  expect(new Set(linked.devices.map(({ id }) => id)).size).toBe(2);
});

test('a claim that does not convince never touches the device that it names', () => {
  const claim = baseOf('forged', [dimm('Z')], { issuer: STRANGER, platform: { ...platform, serial: 'P-200' } });
  const alone = link([handIn(base, '2026-03-02T00:00:00Z'), handIn(ek, '2026-03-02T00:00:00Z')]).devices[0];
  const both = link([handIn(claim, '2026-03-01T00:00:00Z'), handIn(base, '2026-03-02T00:00:00Z'), handIn(ek, '2026-03-02T00:00:00Z')]);
  expect(both.devices).toHaveLength(2);
  expect(both.devices.find(({ id }) => id === alone?.id)).toEqual(alone);
});

test('a forged EK certificate of the same name takes neither the holder nor the id', () => {
  const handed = [handIn(base, '2026-03-02T00:00:00Z'), handIn(ek, '2026-03-02T00:00:00Z')];
  const alone = link(handed).devices[0];
  const fake = handIn(forged(ekOf('fake')), '2026-03-01T00:00:00Z');
  const { devices } = assembleDevices(evidenceOf([...handed, fake]), { verify: verifyByIssuer });
  expect(devices.map(({ id }) => id)).toEqual([alone?.id]);
  expect(devices[0]?.expected).toEqual(alone?.expected);
});

test("a forged EK certificate under another device's name and key takes neither keys nor ids", () => {
  const other = ekOf('other', { serialNumber: 8n });
  const handed = [handIn(base), handIn(ek), handIn(other, '2026-03-02T00:00:00Z')];
  const ids = link(handed).devices.map(({ id, keys }) => [id, keys]);
  const fake = forged(ekOf('fake', { serialNumber: 7n, key: 'other' }));
  expect(link([...handed, handIn(fake, '2026-02-01T00:00:00Z')]).devices.map(({ id, keys }) => [id, keys])).toEqual(ids);
});

test('a forged EK certificate does not join two boards of one serial', () => {
  const swapped = baseOf('swapped', [dimm('A')], { serialNumber: 44n, holder: { issuer: STRANGER, serialNumber: 9n } });
  const fake = ekOf('fake', { issuer: 'Stranger CA', serialNumber: 9n, key: 'ek' });
  const { devices } = link([handIn(base), handIn(ek), handIn(swapped), handIn(fake)]);
  expect(devices).toHaveLength(2);
  expect(devices.every(({ expected }) => expected.basis !== 'conflict')).toBe(true);
});

test('one platform serial on two EKs asks for identity continuity, and an approved one settles it', () => {
  const other = ekOf('other', { serialNumber: 8n });
  const moved = baseOf('moved', [dimm('A')], {
    serialNumber: 44n,
    holder: { issuer: makePlatformCertificate().holder?.issuer ?? STRANGER, serialNumber: 8n },
  });
  const handed = [handIn(base), handIn(ek), handIn(moved), handIn(other)];
  const asked = link(handed);
  expect(problems(asked)).toEqual([['identity-claimed-twice'], ['identity-claimed-twice']]);
  const [from, to] = asked.devices;
  const continuity = say('ann', '2026-04-01T00:00:00Z', {
    kind: 'identity-continuity',
    device: from?.id ?? '',
    from: from?.id ?? '',
    to: to?.id ?? '',
  });
  const approval = say('bob', '2026-04-02T00:00:00Z', { kind: 'approval', statement: continuity.id });
  expect(problems(link(handed, { statements: [continuity] }))).toEqual([['identity-claimed-twice'], ['identity-claimed-twice']]);
  expect(problems(link(handed, { statements: [continuity, approval] }))).toEqual([[], []]);
});

test('a wrong holder makes the base a device of its own', () => {
  const { devices } = link([handIn(base), handIn(ekOf('another', { serialNumber: 99n }))]);
  expect(devices.map(({ expected }) => expected.basis).sort()).toEqual(['none', 'provisional']);
});

test('an inventory links by serial, and waits while no device has it', () => {
  expect(reasons(link([handIn(inventory)]))).toEqual(['no-such-device']);
  expect(link([handIn(inventory), handIn(base)]).devices[0]?.observed?.units).toHaveLength(1);
});

test('a serial that two devices have attaches to neither', () => {
  const other = ekOf('other', { serialNumber: 8n });
  const twin = baseOf('twin', [dimm('A')], {
    serialNumber: 44n,
    holder: { issuer: makePlatformCertificate().holder?.issuer ?? STRANGER, serialNumber: 8n },
  });
  expect(reasons(link([handIn(base), handIn(ek), handIn(twin), handIn(other), handIn(inventory)]))).toEqual(['several-candidates']);
});

test('a stranger with the same serial takes no inventory away', () => {
  const twin = baseOf('twin', [dimm('A')], { issuer: STRANGER, holder: { issuer: STRANGER, serialNumber: 1n } });
  const { devices, unlinked } = link([handIn(base), handIn(ek), handIn(twin), handIn(inventory)]);
  expect(unlinked).toEqual([]);
  expect(devices.filter(({ observed }) => observed !== null).map(({ expected }) => expected.basis)).toEqual(['certified']);
});

test('who was not granted the device waits for an operator, and somebody else with the same file does not', () => {
  const handed = [handIn(base), handIn(ek), handIn(inventory, '2026-03-02T00:00:00Z', { submittedBy: 'eve', mayAttachTo: [] })];
  expect(reasons(link(handed))).toEqual(['not-granted']);
  const linked = link([...handed, handIn(inventory, '2026-03-03T00:00:00Z')]);
  expect(linked.devices[0]?.observations.map(({ source }) => source)).toEqual(['olga / paccor']);
  expect(reasons(linked)).toEqual(['not-granted']);
});

test('a grant may name the device by its id', () => {
  const id = link([handIn(base), handIn(ek)]).devices[0]?.id ?? '';
  expect(reasons(link([handIn(base), handIn(ek), handIn(inventory, undefined, { mayAttachTo: [id] })]))).toEqual([]);
});

test('a blanked serial links where the submitter says, and nowhere by itself', () => {
  const blank = inventoryOf('blank', [dimm('A')], { platform: noSerial });
  const id = link([handIn(base)]).devices[0]?.id ?? '';
  expect(reasons(link([handIn(base), handIn(blank)]))).toEqual(['no-serial']);
  const { devices, unlinked } = link([handIn(base), handIn(blank, undefined, { device: id })]);
  expect(unlinked).toEqual([]);
  expect(devices[0]?.documents.map(({ ground }) => ground)).toContain('submitter');
});

test('a submitter cannot say that another serial is this device; a person can', () => {
  const other = inventoryOf('other', [dimm('A')], { platform: { ...makeInventory().platform, serial: 'P-999' } });
  const id = link([handIn(base)]).devices[0]?.id ?? '';
  const handed = handIn(other, undefined, { device: id });
  expect(reasons(link([handIn(base), handed]))).toEqual(['identity-contradicts']);
  const statement = say('ann', '2026-04-01T00:00:00Z', { kind: 'link', submission: handed.submission.id, device: id });
  expect(reasons(link([handIn(base), handed], { statements: [statement] }))).toEqual([]);
  const withdrawal = say('ann', '2026-04-02T00:00:00Z', { kind: 'withdrawal', statement: statement.id });
  expect(reasons(link([handIn(base), handed], { statements: [statement, withdrawal] }))).toEqual(['identity-contradicts']);
});

test('a device can be named by a strong key, by its id or by one of its artifacts', () => {
  const device = link([handIn(base), handIn(ek)]).devices[0];
  const key = device?.keys[0] ?? '';
  for (const name of [key, deviceIdOf(key), device?.id ?? '', base.id]) {
    const blank = inventoryOf('blank', [dimm('A')], { platform: noSerial });
    expect(reasons(link([handIn(base), handIn(ek), handIn(blank, undefined, { device: name })]))).toEqual([]);
  }
});

test('the BOM of a model waits, is linked by a person, and is no observation', () => {
  const model = bomOf('model', [dimm(null)], {
    subject: { manufacturer: 'Pomelo', model: 'Rack 2', version: null, serial: null, type: 'device', bomRef: null },
  });
  const handed = handIn(model);
  expect(reasons(link([handIn(base), handed]))).toEqual(['no-serial']);
  const statement = say('ann', '2026-04-01T00:00:00Z', { kind: 'link', submission: handed.submission.id, device: base.id });
  const { devices, unlinked } = link([handIn(base), handed], { statements: [statement] });
  expect(unlinked).toEqual([]);
  expect(devices[0]?.observed).toBeNull();
  expect(devices[0]?.timeline.map(({ kind }) => kind)).toContain('cyclonedx-bom');
});

test('a delta that speaks of another platform waits', () => {
  const delta = deltaOf('delta', { of: base, added: [dimm('B')], over: { platform: { ...platform, serial: 'P-200' } } });
  expect(reasons(link([handIn(base), handIn(ek), handIn(delta)]))).toEqual(['platform-differs']);
});

test("what can't be read waits with its reason, or appears where it was handed in for", () => {
  const handed = [handIn(base), handIn(unreadable('broken')), handIn(unreadable('newer', 'unsupported-version'))];
  expect([...reasons(link(handed))].sort()).toEqual(['unreadable', 'unsupported']);
  const named = link([handIn(base), handIn(unreadable('broken'), undefined, { device: base.id })]);
  expect(named.unlinked).toEqual([]);
  expect(named.devices[0]?.timeline.some(({ title }) => title.startsWith("A file that can't be read"))).toBe(true);
});

test('the certificate of an authority supports, and is neither a device nor unlinked', () => {
  const linked = link([handIn(authorityOf('ca'))]);
  expect(linked).toMatchObject({ devices: [], unlinked: [], supporting: [{ reason: 'authority-certificate' }] });
});
