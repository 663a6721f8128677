import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { CLASS_REGISTRY } from './class-registry.ts';
import { diffUnits } from './diff.ts';
import { asPlainDrive } from './storage-strings.ts';
import type { Unit } from './types.ts';

const drive = (value: string, over: Partial<Unit>): Unit =>
  makeUnit({ category: 'storage', class: { registry: CLASS_REGISTRY.storage, value }, ...over });
const NVME = drive('02010802', {
  manufacturer: 'ABCD:1234:ABCDEF',
  model: 'M2',
  serial: '1122334455667788:SN1:nqn.2014-08.example:nvme:sn-d78432',
  revision: '00010400:FW3',
});
const ATA = drive('00000002', { manufacturer: 'ABCDEF', model: 'Disk 1', serial: 'SN2:112233445', revision: 'FW 1' });
const SCSI = drive('0100007F', { manufacturer: 'EXAMPLE', model: 'Disk 2', serial: ':SN3', revision: 'SV A' });
const seen = (over: Partial<Unit>): Unit => makeUnit({ category: 'storage', manufacturer: 'Example Inc.', ...over });
const kinds = (before: readonly Unit[], after: readonly Unit[]) => diffUnits({ before, after }).map(({ kind }) => kind);

test('a drive by the storage registry is the one that another tool names by its serial number alone', () => {
  const named = [
    seen({ model: 'M2', serial: 'SN1', revision: 'FW3' }),
    seen({ model: 'Disk 1', serial: 'SN2', revision: 'FW 1' }),
    seen({ model: 'Disk 2', serial: 'SN3', revision: 'SV A' }),
  ];
  expect(kinds([NVME, ATA, SCSI], named)).toEqual(['attribute-only', 'attribute-only', 'attribute-only']);
  expect(kinds([NVME], [seen({ model: 'M2', serial: 'SN9', revision: 'FW3' })])).toEqual(['component-replaced']);
  expect(kinds([NVME], [seen({ model: 'M2', serial: 'SN1', revision: 'FW4' })])).toEqual(['revision-changed']);
});

test('two lists by the registry are compared with all that it says', () => {
  expect(kinds([NVME], [{ ...NVME, serial: '1122334455667789:SN1:nqn.2014-08.example:nvme:sn-d78432' }])).toEqual(['component-replaced']);
});

test('a serial without parts, another interface and another registry stay as they are', () => {
  expect(asPlainDrive({ ...NVME, serial: 'SN1' }).serial).toBe('SN1');
  expect(asPlainDrive({ ...NVME, serial: null, revision: '1' })).toMatchObject({ serial: null, revision: '1' });
  const other = drive('03000000', { serial: 'A:B' });
  expect(asPlainDrive(other)).toBe(other);
  const plain = seen({ serial: 'A:B' });
  expect(asPlainDrive(plain)).toBe(plain);
});

test('the end of a firmware revision, which is all that some sources see, says nothing against the whole', () => {
  const [whole, short] = [seen({ serial: 'S', revision: 'RVT02B6Q' }), seen({ serial: 'S', revision: '2B6Q' })];
  expect(kinds([whole], [short])).toEqual(['attribute-only']);
  expect(kinds([short], [whole])).toEqual(['attribute-only']);
  expect(kinds([whole], [seen({ serial: 'S', revision: '1B6Q' })])).toEqual(['revision-changed']);
  expect(kinds([whole], [seen({ serial: 'S', revision: 'RVT01B6Q' })])).toEqual(['revision-changed']);
});
