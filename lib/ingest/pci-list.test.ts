import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readPciNames } from './pci-list.ts';

test('the list of the package is read as data', () => {
  const names = readPciNames(undefined);
  expect([names.vendor('8086'), names.device('8086', '15E7')]).toEqual([
    'Intel Corporation',
    'JHL7540 Thunderbolt 3 Bridge [Titan Ridge 2C 2018]',
  ]);
});

test('a list that the setting names takes its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pci-'));
  const path = join(folder, 'pci.ids');
  writeFileSync(path, '0aaa  Pomelo Networks\n');
  expect([readPciNames(path).vendor('0AAA'), readPciNames(path).vendor('8086')]).toEqual(['Pomelo Networks', null]);
  rmSync(folder, { recursive: true });
});

test('a list that is not there leaves the names out, and the log says why', () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(readPciNames('/nowhere/pci.ids').vendor('8086')).toBeNull();
  expect(log).toHaveBeenCalledWith(expect.stringContaining('PCI names are left out'));
  log.mockRestore();
});
