import type { Category } from '#lib/component/types.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { listOf, membersOf, type Notes } from './members.ts';
import { componentOf, namesPart, openRow, take, textIn } from './row.ts';
import { MAX_COMPONENTS } from './schema.ts';
import type { Inventory, InventoryComponent } from './types.ts';

/**
 * What a plug-in of fwupd looks after. Where the firmware can be told apart from the part only by its version, the part is listed and the
 * version is its revision. A plug-in that isn't listed gives rows of category `other`.
 */
const PLUGINS: Readonly<Record<string, Category>> = {
  uefi_capsule: 'firmware',
  uefi_dbx: 'firmware',
  uefi_pk: 'firmware',
  uefi_kek: 'firmware',
  uefi_db: 'firmware',
  uefi_mok: 'firmware',
  uefi_sbat: 'firmware',
  flashrom: 'firmware',
  bios: 'firmware',
  intel_me: 'firmware',
  mei: 'firmware',
  intel_spi: 'firmware',
  intel_gsc: 'firmware',
  amd_pmc: 'firmware',
  cpu: 'processor',
  msr: 'processor',
  tpm: 'security-module',
  nvme: 'storage',
  ata: 'storage',
  scsi: 'storage',
  emmc: 'storage',
  mtd: 'storage',
  optionrom: 'controller',
  thunderbolt: 'controller',
  usi_dock: 'controller',
  amd_gpu: 'accelerator',
  intel_cvs: 'controller',
  synaptics_mst: 'controller',
  superio: 'controller',
  elantp: 'input-output',
  synaptics_rmi: 'input-output',
  wacom_raw: 'input-output',
  pixart_rf: 'input-output',
  modem_manager: 'network',
  rts54hub: 'controller',
  vli: 'controller',
};

/**
 * Reads what `fwupdmgr get-devices --json` prints: the parts whose firmware fwupd can see, with its version. It names no platform.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readFwupd(value: unknown, notes: Notes): Inventory {
  const members = membersOf(value, '');
  const rows = listOf(members.take(['DEVICES']), MAX_COMPONENTS).map(({ value: row, path }) => readDevice(row, path, notes));
  return buildInventory(
    { format: 'fwupd', collector: 'fwupd', platform: NO_PLATFORM, components: rows.filter((component) => namesPart(component, notes)) },
    notes,
  );
}

function readDevice(value: unknown, path: string, notes: Notes): InventoryComponent {
  const row = openRow(value, path, notes);
  take(row, 'manufacturer', ['VENDOR']);
  take(row, 'model', ['NAME']);
  take(row, 'serial', ['SERIAL']);
  take(row, 'revision', ['VERSION']);
  const plugin = row.members.take(['PLUGIN'])?.value;
  const name = typeof plugin === 'string' ? plugin.toLowerCase().replaceAll('-', '_') : '';
  const category = Object.hasOwn(PLUGINS, name) ? (PLUGINS[name] ?? 'other') : 'other';
  return componentOf(row, { category, versionScheme: schemeOf(textIn(row, ['VERSIONFORMAT'])) });
}

/** What fwupd writes where a version counts by no format that it knows. */
const NO_SCHEME: ReadonlySet<string> = new Set(['', 'unknown', 'plain']);

const schemeOf = (text: string | null): string | null => (text === null || NO_SCHEME.has(text.trim().toLowerCase()) ? null : text);
