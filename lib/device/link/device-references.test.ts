import { expect, test } from 'vitest';
import { baseOf, ekOf, evidenceOf, forged, type HandedIn, handIn, inventoryOf, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { makeInventory, makePlatformCertificate } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Evidence } from '../evidence.ts';

const dimm = (serial: string | null) => ({ serial });
const ek = ekOf('ek');
const base = baseOf('base', [dimm('A')]);
const otherBase = baseOf('other', [dimm('B')], {
  serialNumber: 43n,
  holder: null,
  platform: { ...makePlatformCertificate().platform, serial: 'P-200' },
});
/** Its platform serial is blanked: only a name can link it. */
const nameless = inventoryOf('nameless', [dimm('A')], { platform: { ...makeInventory().platform, serial: 'Not Specified' } });
const LABEL = 'the laptop on bench 4';
const named = (device: string) => handIn(nameless, '2026-04-01T00:00:00Z', { device });
const labeled = (read: typeof base, device = LABEL) => handIn(read, undefined, { device });

const link = (handed: readonly HandedIn[], over: Partial<Evidence> = {}) =>
  assembleDevices(evidenceOf(handed, over), { verify: verifyByIssuer });
/** The platform serial of the device that has the nameless inventory; the reason where none has. */
function destination(handed: readonly HandedIn[], over: Partial<Evidence> = {}): string | null | undefined {
  const { devices, unlinked } = link(handed, over);
  const found = devices.find(({ documents }) => documents.some(({ read }) => read.id === nameless.id));
  return found === undefined ? unlinked.find(({ documentId }) => documentId === nameless.id)?.reason : found.identity.serial;
}

test('a name that was handed in with a base or an EK certificate is a name of its device', () => {
  expect(destination([labeled(base), named(LABEL)])).toBe('P-100');
  expect(destination([handIn(base), labeled(ek), named(LABEL)])).toBe('P-100');
  expect(destination([handIn(base), named(LABEL)])).toBe('no-such-device');
});

test('a name that two devices have is the name of none', () => {
  expect(destination([labeled(base), labeled(otherBase), named(LABEL)])).toBe('no-such-device');
});

test('a statement may use the name as well', () => {
  const handed = handIn(nameless, '2026-04-01T00:00:00Z');
  const statement = say('ann', '2026-04-02T00:00:00Z', { kind: 'link', submission: handed.submission.id, device: LABEL });
  expect(destination([labeled(base), handed], { statements: [statement] })).toBe('P-100');
});

test("a stranger's certificate takes no name away", () => {
  const fake = forged(otherBase);
  expect(destination([labeled(base), labeled(fake), named(LABEL)])).toBe('P-100');
  expect(destination([labeled(fake), named(LABEL)])).toBe('P-200');
});

test('who may not hand in for a device gives it no name', () => {
  expect(destination([handIn(base, undefined, { device: LABEL, mayAttachTo: [] }), named(LABEL)])).toBe('no-such-device');
});

test("a name never hides a device's id, its keys or its artifacts, nor what could become one", () => {
  const [device] = link([handIn(base), handIn(ek)]).devices;
  for (const name of [device?.id ?? '', ...(device?.keys ?? []), base.id]) {
    expect(destination([handIn(base), handIn(ek), labeled(otherBase, name), named(name)]), name).toBe('P-100');
    expect(destination([labeled(otherBase, name), named(name)]), name).toBe('no-such-device');
  }
});
