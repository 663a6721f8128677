import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity, Property } from '#lib/component/types.ts';
import { isMembers } from '#lib/encoding/members.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { readIntelIdentifier, readIntelStructures } from './intel-dpd-rows.ts';
import { readMeasurements } from './measurements.ts';
import { type Member, membersOf, type Notes, note, textOf } from './members.ts';
import { timeAt } from './reported-time.ts';
import { MAX_MEASUREMENTS } from './schema.ts';
import type { Inventory } from './types.ts';

/** Sections that say how the platform is set, and list no part: their values are kept as properties. */
const SETTINGS = ['TYPE24HARDWARESECURITY', 'TYPE131INTELMANAGEMENTENGINE'] as const;

/**
 * Reads Intel's Direct Platform Data: the platform, its SMBIOS structures and component identifiers as parts, the serial number of the
 * EK certificate and the PCRs as reported values. A serial alone links nothing, and PCRs without a quote prove nothing.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readIntelDpd(value: unknown, notes: Notes): Inventory {
  const members = membersOf(value, '');
  // A number in some files, and under an odd name in others.
  const revision = textOf(members.take(['_REV', '_REV=', 'REV', 'VERSION']), { warnings: [] });
  const header = members.take(['HEADER']);
  const system = members.take(['TYPE1SYSTEM']);
  const endorsementKey = members.take(['EKCERTSERIALNUMBER']);
  const pcrs = members.take(['PCRS']);
  noteSignature(members.take(['SIGNATURE']), notes);
  const settings = SETTINGS.flatMap((name) => propertiesOf(members.take([name]), notes));
  const identifiers = members.take(['COMPONENTIDENTIFIERS']);
  const measurements = readMeasurements(pcrs, MAX_MEASUREMENTS, notes);
  noteUnusableTpm(endorsementKey, measurements, notes);
  return buildInventory(
    {
      format: 'intel-dpd',
      collector: revision === null ? 'Intel Direct Platform Data' : `Intel Direct Platform Data, revision ${revision}`,
      platform: readPlatform(header, system, notes),
      components: [...readIntelStructures(members.unread(), notes), ...readIntelIdentifier(identifiers, notes)],
      properties: [...plainProperties([endorsementKey], notes), ...systemProperties(system, notes), ...settings],
      measurements,
      reportedAt: readTime(header, notes),
    },
    notes,
  );
}

/** The header names the platform; its SMBIOS system structure fills what the header leaves out. */
function readPlatform(header: Member | undefined, system: Member | undefined, notes: Notes): PlatformIdentity {
  const of = (member: Member | undefined, name: string): string | null =>
    member === undefined ? null : textOf(membersOf(member.value, member.path).take([name]), notes);
  const first = (...texts: readonly (string | null)[]): string | null => texts.find((text) => !isPlaceholder(text)) ?? texts[0] ?? null;
  if (header === undefined && system === undefined) return NO_PLATFORM;
  return {
    manufacturer: first(of(header, 'MANUFACTURER'), of(system, 'MANUFACTURER')),
    model: first(of(header, 'MODEL'), of(system, 'PRODUCTNAME')),
    version: of(system, 'VERSION'),
    serial: first(of(header, 'SYSTEMSN'), of(system, 'SERIALNUMBER')),
  };
}

function systemProperties(system: Member | undefined, notes: Notes): readonly Property[] {
  if (system === undefined) return [];
  const members = membersOf(system.value, system.path);
  return plainProperties([members.take(['UUID']), members.take(['SKU']), members.take(['FAMILY'])], notes);
}

function propertiesOf(section: Member | undefined, notes: Notes): readonly Property[] {
  return section === undefined || !isMembers(section.value) ? [] : plainProperties(membersOf(section.value, section.path).unread(), notes);
}

function plainProperties(members: readonly (Member | undefined)[], notes: Notes): readonly Property[] {
  return members.flatMap((member) => {
    const value = textOf(member, notes);
    return member === undefined || value === null ? [] : [{ name: member.key, value, status: null }];
  });
}

function readTime(header: Member | undefined, notes: Notes): Inventory['reportedAt'] {
  const member = header === undefined ? undefined : membersOf(header.value, header.path).take(['DATETIME']);
  const written = textOf(member, notes);
  return written === null || member === undefined ? null : timeAt(written, member.path, notes);
}

/** Files are signed in the field, by the key of whoever collected them. */
function noteSignature(member: Member | undefined, notes: Notes): void {
  if (member === undefined) return;
  note(notes, { code: 'signature-not-evaluated', detail: 'the signature in the file is kept and not evaluated', path: member.path });
}

/** `EK Not Supported`, or PCRs of nothing but zeros: the tool had no TPM that it could use. */
function noteUnusableTpm(endorsementKey: Member | undefined, measurements: Inventory['measurements'], notes: Notes): void {
  const serial = textOf(endorsementKey, { warnings: [] }) ?? '';
  if (endorsementKey !== undefined && !/^(?:0x)?[0-9a-f]+$/i.test(serial.replace(/[\s:]/g, ''))) {
    note(notes, {
      code: 'no-usable-tpm',
      detail: `the serial number of the EK certificate is ${JSON.stringify(serial)}`,
      path: endorsementKey.path,
    });
  }
  const [first] = measurements;
  if (first !== undefined && measurements.every(({ digest }) => /^0+$/.test(digest))) {
    note(notes, { code: 'no-usable-tpm', detail: 'all PCRs are zero', path: first.path });
  }
}
