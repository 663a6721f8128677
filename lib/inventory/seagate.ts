import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { readMeasurements } from './measurements.ts';
import { type Member, membersOf, type Notes, note, noteUnread, textOf } from './members.ts';
import { timeAt } from './reported-time.ts';
import { componentOf, namesPart, openRow, take, textIn } from './row.ts';
import { MAX_MEASUREMENTS } from './schema.ts';
import type { Inventory, InventoryComponent } from './types.ts';

/**
 * Reads what Seagate's tool asks of one drive: the drive, and the digests of its firmware as the drive reports them. The `SystemSN` of
 * the file is the drive's, so that it names no platform. The signed attestation in it is kept in the file and not evaluated.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readSeagate(value: unknown, notes: Notes): Inventory {
  const members = membersOf(value, '');
  const header = members.take(['HEADER']);
  const version = textIn(openRow(value, '', { warnings: [] }), ['_VER']);
  for (const name of ['_VER', '_REV']) members.take([name]);
  const drive = readDrive(members.take(['DRIVE_INFO']), header, notes);
  noteAttestation(members.take(['FW_ATTESTATION']), notes);
  const measurements = readMeasurements(members.take(['FW_HASH']), MAX_MEASUREMENTS, notes);
  noteUnread(members, notes);
  return buildInventory(
    {
      format: 'seagate',
      collector: version === null ? 'Seagate drive attestation' : `Seagate drive attestation ${version}`,
      platform: NO_PLATFORM,
      components: drive === null || !namesPart(drive, notes) ? [] : [drive],
      measurements,
      reportedAt: readTime(header, notes),
    },
    notes,
  );
}

/** From `drive_info`, and from the header where that is missing. */
function readDrive(info: Member | undefined, header: Member | undefined, notes: Notes): InventoryComponent | null {
  const source = info ?? header;
  if (source === undefined) return null;
  const row = openRow(source.value, source.path, notes);
  take(row, 'manufacturer', ['DRIVE_MFG', 'MANUFACTURER']);
  take(row, 'model', ['DRIVE_ID', 'MODEL']);
  take(row, 'serial', ['DRIVE_SN', 'SYSTEMSN']);
  take(row, 'revision', ['DRIVE_REV']);
  take(row, 'slot', ['DRIVE_NAME']);
  const classId = header === undefined ? null : textOf(membersOf(header.value, header.path).take(['CLASSID']), notes);
  const digits = /^(?:0x)?([0-9a-f]{8})$/i.exec(classId?.trim() ?? '')?.[1];
  if (digits === undefined) return componentOf(row, { category: 'storage' });
  row.from.set('class', 'Classid');
  return componentOf(row, { class: { registry: CLASS_REGISTRY.tcg, value: digits.toUpperCase() } });
}

function readTime(header: Member | undefined, notes: Notes): Inventory['reportedAt'] {
  const member = header === undefined ? undefined : membersOf(header.value, header.path).take(['DATETIME']);
  const written = textOf(member, notes);
  return written === null || member === undefined ? null : timeAt(written, member.path, notes);
}

function noteAttestation(member: Member | undefined, notes: Notes): void {
  if (member === undefined) return;
  note(notes, { code: 'attestation-not-evaluated', detail: 'the attestation of the drive is kept and not evaluated', path: member.path });
}
