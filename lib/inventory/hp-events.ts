import type { Property } from '#lib/component/types.ts';
import { isMembers } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { listOf, type Member, membersOf, type Notes, note, textOf } from './members.ts';
import { timeAt } from './reported-time.ts';
import { MAX_EVENTS, MAX_PROPERTIES } from './schema.ts';
import type { Inventory, ReportedEvent } from './types.ts';

/**
 * Reads the log of HP Inc.'s firmware and the UEFI variables that its tool collects: `{uuid, type, data: {Events, Variables}}`, or the
 * two without the envelope. It lists no part; the events go to the device's timeline as reported, not attested.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readHpEvents(value: unknown, notes: Notes): Inventory {
  const envelope = membersOf(value, '');
  const data = envelope.take(['DATA']);
  const members = data === undefined ? envelope : membersOf(data.value, data.path);
  const events = members.take(['EVENTS', 'FIRMWAREEVENTS', 'TCGEVENTS']);
  const variables = members.take(['VARIABLES', 'UEFIVARIABLES', 'UEFI_VARIABLES']);
  const uuid = envelope.take(['UUID']);
  return buildInventory(
    {
      format: 'hp',
      collector: 'HP firmware log',
      platform: NO_PLATFORM,
      components: [],
      properties: [...propertyOf(uuid, notes), ...readVariables(variables, notes)],
      events: readEvents(events, notes),
      reportedAt: lastTime(events, notes),
    },
    notes,
  );
}

function propertyOf(member: Member | undefined, notes: Notes): readonly Property[] {
  const value = textOf(member, notes);
  return member === undefined || value === null ? [] : [{ name: member.key, value, status: null }];
}

/** `{ID: {Name, Value}}`, or a list of `{Name, Value}`. */
function readVariables(member: Member | undefined, notes: Notes): readonly Property[] {
  if (member === undefined || member.value === null) return [];
  const rows: readonly Member[] = Array.isArray(member.value)
    ? listOf(member, MAX_PROPERTIES).map((row) => ({ ...row, key: row.path }))
    : membersOf(member.value, member.path).unread();
  if (rows.length > MAX_PROPERTIES) {
    throw new ParseError('too-many', `${rows.length} variables; at most ${MAX_PROPERTIES} are read`, { path: member.path });
  }
  return rows.map((row) => {
    if (!isMembers(row.value)) return { name: row.key, value: textOf(row, notes) ?? '', status: null };
    const fields = membersOf(row.value, row.path);
    const name = textOf(fields.take(['NAME']), notes) ?? row.key;
    return { name, value: textOf(fields.take(['VALUE']), notes) ?? '', status: null };
  });
}

/** By subsystem, then by what happened: `{HP_Sure_Start: {"Integrity violation": [{Timestamp, Message}]}}`; or a plain list of rows. */
function readEvents(member: Member | undefined, notes: Notes): readonly ReportedEvent[] {
  if (member === undefined || member.value === null) return [];
  const events = Array.isArray(member.value)
    ? listOf(member, MAX_EVENTS).map((row) => readEvent(row, null, notes))
    : groupedEvents(member, notes);
  if (events.length > MAX_EVENTS)
    throw new ParseError('too-many', `${events.length} events; at most ${MAX_EVENTS} are read`, { path: member.path });
  return events;
}

function groupedEvents(member: Member, notes: Notes): readonly ReportedEvent[] {
  return membersOf(member.value, member.path)
    .unread()
    .filter(({ value }) => typeof value === 'object' && value !== null)
    .flatMap((subsystem) => {
      if (!isMembers(subsystem.value)) {
        note(notes, { code: 'unread-value', detail: 'wanted events by what happened', path: subsystem.path });
        return [];
      }
      return membersOf(subsystem.value, subsystem.path)
        .unread()
        .flatMap((what) => listOf(what, MAX_EVENTS).map((row) => readEvent(row, { source: subsystem.key, what: what.key }, notes)));
    });
}

interface EventName {
  readonly source: string;
  readonly what: string;
}

function readEvent(
  { value, path }: { readonly value: unknown; readonly path: string },
  name: EventName | null,
  notes: Notes,
): ReportedEvent {
  const fields = membersOf(value, path);
  const time = fields.take(['TIMESTAMP', 'TIME', 'DATETIME']);
  const written = textOf(time, notes);
  const message = fields.take(['MESSAGE', 'DESCRIPTION', 'EVENTTEXT']);
  return {
    source: name?.source ?? textOf(fields.take(['CATEGORY', 'SOURCE']), notes) ?? 'firmware',
    what: name?.what ?? textOf(fields.take(['EVENT', 'VALUE', 'TYPE']), notes) ?? 'event',
    // The tool numbers messages; a number is what the log says here.
    message: message === undefined || typeof message.value === 'number' ? numberText(message) : textOf(message, notes),
    time: written === null || time === undefined ? null : timeAt(written, time.path, notes),
    path,
  };
}

const numberText = (member: Member | undefined): string | null => (member === undefined ? null : String(member.value));

function lastTime(events: Member | undefined, notes: Notes): Inventory['reportedAt'] {
  if (events === undefined || !isMembers(events.value)) return null;
  const member = membersOf(events.value, events.path).take(['LAST_TIMESTAMP']);
  const written = textOf(member, notes);
  return written === null || member === undefined ? null : timeAt(written, member.path, notes);
}
