import { describe, expect, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { waysFrom } from './why-together.ts';

const authorities = makeSampleAuthorities();
const [device, other] = [makeSampleDevice(3), makeSampleDevice(12)];
const files = {
  base: baseOf(device, authorities),
  ek: endorsementKeyOf(device, authorities),
  inventory: inventoryOf(device),
  others: baseOf(other, authorities),
};
const idOf = (name: keyof typeof files): string => sha256Hex(files[name]);
const file = (name: keyof typeof files) => ({ kind: 'file', sha256: idOf(name) });
const evidence = (over: Partial<Record<keyof typeof files, string>> = {}) =>
  readEvidence(
    Object.entries(files).map(([label, bytes]) => ({
      label,
      bytes,
      device: Object.entries(over).find(([name]) => name === label)?.[1] ?? null,
    })),
    [],
  );

describe('why files are judged together', () => {
  test('by a key that both have, the nearest first', () => {
    const way = waysFrom([idOf('base')], evidence());
    expect(way(idOf('ek'))).toEqual([file('base'), { kind: 'key', key: expect.stringMatching(/^ek-cert:/) }, file('ek')]);
    expect(way(idOf('inventory'))).toEqual([file('base'), { kind: 'key', key: expect.stringMatching(/^serial:/) }, file('inventory')]);
    expect(way(idOf('base'))).toEqual([file('base')]);
  });

  test('by nothing where they have nothing in common', () => {
    expect(waysFrom([idOf('base')], evidence())(idOf('others'))).toBeUndefined();
    expect(waysFrom([idOf('base')], evidence())('ff'.repeat(32))).toBeUndefined();
  });

  test('by a name that both were handed in under, by the id of the device, and by the SHA-256 of a file', () => {
    const named = { kind: 'key', key: 'device:rack 7' };
    const handedIn = evidence({ base: 'rack 7', others: 'rack 7' });
    expect(waysFrom([idOf('base')], handedIn)(idOf('others'))).toEqual([file('base'), named, file('others')]);
    const way = waysFrom([idOf('base')], evidence({ others: idOf('base') }));
    expect(way(idOf('others'))).toEqual([file('base'), { kind: 'key', key: `device:${idOf('base')}` }, file('others')]);
    const key = waysFrom([idOf('base')], evidence())(idOf('ek'))?.[1];
    const deviceIds = new Map([[key?.kind === 'key' ? key.key : '', 'd-1']]);
    const byId = waysFrom([idOf('base')], { ...evidence({ others: 'd-1' }), deviceIds });
    expect(byId(idOf('others'))?.map(({ kind }) => kind)).toEqual(['file', 'key', 'key', 'file']);
  });

  test('by what somebody said of them', () => {
    const handedIn = evidence();
    const submission = handedIn.submissions.find(({ sha256 }) => sha256 === idOf('others'))?.id ?? '';
    const statement = say('olivia', '2026-05-01T00:00:00Z', { kind: 'link', submission, device: idOf('base') });
    const way = waysFrom([idOf('base')], { ...handedIn, statements: [statement] })(idOf('others'));
    expect(way).toContainEqual({ kind: 'statement', statement: statement.id });
    expect(way?.at(-1)).toEqual(file('others'));
  });
});
