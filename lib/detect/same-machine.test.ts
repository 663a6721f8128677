import { expect, test } from 'vitest';
import type { ComponentClass, Unit } from '#lib/component/types.ts';
import { assembleDevices } from '#lib/device/assemble.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseInventory } from '#lib/inventory/parse.ts';
import { baseOf, ekOf, evidenceOf, handIn, readOf, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { makeDmidecode, SERVER_STRUCTURES } from '#lib/testing/printed-tables.ts';
import { assessDevice } from './assess.ts';

// One machine as several tools tell it: a certificate made with the published collectors of the class registries, and what other tools report.

const smbios = (value: string): ComponentClass => ({ registry: '2.23.133.18.3.3', value });
const part = (own: ComponentClass, manufacturer: string, model: string, serial: string, over: Partial<Unit> = {}): Partial<Unit> => ({
  class: own,
  manufacturer,
  model,
  serial,
  revision: '',
  ...over,
});
const CARD = part({ registry: '2.23.133.18.3.4', value: '00020000' }, '8086:8086:', '15D8:0000:', 'B49691FFFF000001:', {
  revision: '21',
  addresses: [{ kind: 'ethernet-mac', value: 'B49691000001' }],
});
const DRIVE = part({ registry: '2.23.133.18.3.5', value: '02010802' }, '144D:144D:002538', 'KD-1T', '00:S4EW:nqn.1994-11.com.example', {
  revision: '00010300:FW1',
});
const TABLE = [
  part(smbios('00000109'), 'Pomelo Inc.', '1.2.3', '', { revision: '0511' }),
  part(smbios('00010000'), 'Pomelo Inc.', 'Rack 2', 'P-100', { revision: 'Not Specified' }),
  part(smbios('0002000A'), 'Pomelo Inc.', '0PM10', 'PB01', { revision: 'A00', fieldReplaceable: true }),
  part(smbios('00030097'), 'Pomelo Inc.', '97', 'P-100', { revision: 'Not Specified' }),
  part(smbios('00040003'), 'Intel', 'B3', 'To Be Filled By O.E.M.', { revision: 'Pomelo Core 9 @ 2.00GHz', fieldReplaceable: true }),
  part(smbios('0011001A'), 'Hynix', 'HMA81', '357F0001'),
  part(smbios('002B0000'), '53544D20', '0200', '', { revision: '0101010000000000' }),
];
const platform = { manufacturer: 'Pomelo Inc.', model: 'Rack 2', version: 'A', serial: 'P-100', manufacturerId: null };

function findingsOf(parts: readonly Partial<Unit>[], report: Uint8Array) {
  const handed = [handIn(baseOf('base', parts, { platform })), handIn(ekOf('ek')), handIn(readOf('report', parseInventory(report)))];
  const evidence = evidenceOf(handed, { at: '2026-03-02T00:00:00Z' });
  const [device, ...others] = assembleDevices(evidence, { verify: verifyByIssuer }).devices;
  if (device === undefined || others.length > 0) throw new Error('one device was handed in');
  const { verdict, findings } = assessDevice(device, evidence);
  const told = findings.filter(({ severity }) => severity !== 'info').map(({ rule, subject }) => `${rule}: ${subject}`);
  return { trust: verdict.trust, told };
}

test('by dmidecode it is verified', () => {
  expect(findingsOf(TABLE, makeDmidecode())).toEqual({ trust: 'verified', told: [] });
});

test('by dmidecode another version of the TPM is told', () => {
  const structures = SERVER_STRUCTURES().map((each) =>
    each.type === 43 ? { ...each, fields: { ...each.fields, 'Firmware Revision': '1.258' } } : each,
  );
  expect(findingsOf(TABLE, makeDmidecode(structures))).toMatchObject({
    trust: 'changed-unexplained',
    told: [expect.stringContaining('revision-changed')],
  });
});

/** The tree of lshw, which names processors, cards and drives. */
const tree = (mac: string, drive: string) =>
  encodeUtf8(
    JSON.stringify({
      ...{ id: 'host', class: 'system', vendor: 'Pomelo Inc.', product: 'Rack 2', serial: 'P-100' },
      children: [
        {
          ...{ id: 'core', class: 'bus', vendor: 'Pomelo Inc.', product: '0PM10', version: 'A00', serial: 'PB01' },
          children: [
            { id: 'firmware', class: 'memory', vendor: 'Pomelo Inc.', version: '1.2.3' },
            { id: 'cpu', class: 'processor', vendor: 'Intel', product: 'Pomelo Core 9 @ 2.00GHz', version: '6.85.7' },
            { id: 'bank:0', class: 'memory', vendor: 'Hynix', product: 'HMA81', serial: '357F0001', size: 1 },
            {
              id: 'network',
              class: 'network',
              vendor: 'Intel Corporation',
              product: 'I219-LM',
              version: '21',
              businfo: 'pci@0',
              serial: mac,
            },
            { id: 'nvme', class: 'storage', vendor: 'Samsung', product: 'KD-1T', serial: drive, version: 'FW1' },
          ],
        },
      ],
    }),
  );
const SEEN_BY_LSHW = [...TABLE.filter((each) => !/^00(?:01|03|2B)/.test(each.class?.value ?? '')), CARD, DRIVE];

test('by lshw it is verified, as far as lshw sees', () => {
  expect(findingsOf(SEEN_BY_LSHW, tree('b4:96:91:00:00:01', 'S4EW'))).toEqual({ trust: 'verified', told: [] });
});

test('by lshw another card and another drive of the same products are told', () => {
  const { trust, told } = findingsOf(SEEN_BY_LSHW, tree('b4:96:91:00:00:02', 'S9'));
  expect(trust).toBe('changed-unexplained');
  expect(told).toEqual(expect.arrayContaining([expect.stringMatching(/^component-replaced: .*S9/)]));
  expect(told.filter((each) => each.includes('I219'))).not.toEqual([]);
});
