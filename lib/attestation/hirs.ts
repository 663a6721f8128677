import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Adapted, Opened, ResultAdapter } from './adapter.ts';
import { lookUp } from './claim-values.ts';
import { badClaim, derived, NOTHING_MORE, type Notes, newNotes, submodOf } from './read-contents.ts';
import type { ClaimName, Tier } from './trustworthiness.ts';
import type { Submod, VectorEntry } from './types.ts';

/** Rows of one table that are read. */
export const MAX_HIRS_ROWS = 10_000;

/** Characters of a host's name by which a device is looked for. */
const MAX_NAME = 100;

const COLUMNS = [
  'Device Status',
  'Device Name',
  'Validation Timestamp',
  'Endorsement Certificate Validation Status',
  'Platform Certificate Validation Status',
  'Firmware Validation Status',
];
/** How the table begins. */
export const HIRS_BEGINNING = /^\uFEFF?\s*"?Device Status"?\s*,\s*"?Device Name"?\s*,/;

/**
 * The table of devices that HIRS exports: the name of a device is that of its host. A name may hold commas and is not put in quotes: the columns around it are counted from both ends.
 * @spec HIRS Attestation Certificate Authority, device list as CSV
 */
export const hirs: ResultAdapter = {
  format: 'hirs',
  fits: (opened) => opened.carrier === 'csv' && HIRS_BEGINNING.test(opened.text),
  read: readTable,
};

function readTable(opened: Opened): Adapted {
  const text = opened.carrier === 'csv' ? opened.text : '';
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const columns = head.split(',').map(unquoted);
  if (columns.join() !== COLUMNS.join()) throw new ParseError('bad-value', `wanted the columns ${COLUMNS.join(', ')}`, { offset: 0 });
  if (lines.length > MAX_HIRS_ROWS) throw new ParseError('too-many', `more than ${MAX_HIRS_ROWS} rows`, { offset: 0 });
  const notes = newNotes();
  const rows = lines.flatMap((line, index) => (line.trim() === '' ? [] : rowOf({ line, number: index + 2 }, notes)));
  const times = rows.flatMap(({ at }) => at ?? []).sort();
  return {
    contents: {
      ...NOTHING_MORE,
      issuer: null,
      verifier: 'HIRS Attestation Certificate Authority',
      issuedAt: times.at(-1) ?? null,
      submods: rows.map(({ submod }) => submod),
      subjects: rows.flatMap(({ submod }) => submod.about ?? []),
      isFleet: rows.length !== 1,
      ...notes,
    },
    seals: [],
    claims: rows.map(({ fields }) => fields),
  };
}

const unquoted = (field: string): string => field.trim().replace(/^"(.*)"$/, '$1');

interface Row {
  readonly submod: Submod;
  readonly at: string | null;
  readonly fields: readonly string[];
}

/** A row has the six columns; what is more belongs to the name. */
function rowOf({ line, number }: { readonly line: string; readonly number: number }, notes: Notes): readonly Row[] {
  const fields = line.split(',').map(unquoted);
  const [status = ''] = fields;
  const [written, ...judged] = fields.slice(-4);
  const states = [status, ...judged];
  if (fields.length < COLUMNS.length || written === undefined || !states.every((state) => state === '' || Object.hasOwn(STATES, state))) {
    badClaim(notes, { path: `row ${number}`, wanted: 'six columns with PASS, FAIL, ERROR or UNKNOWN', got: `${fields.length} columns` });
    return [];
  }
  const name = unquoted(line.split(',').slice(1, -4).join(','));
  const at = timeOf(written);
  const submod = submodOf({
    name: name || `row ${number}`,
    stated: lookUp(STATES, status) ?? 'none',
    vector: vectorOf(judged),
    policies: [],
    claims: fields,
    about: name === '' || name.length > MAX_NAME ? [] : [{ kind: 'host-name', value: name }],
    at,
  });
  return [{ submod, at, fields: [status, name, written, ...judged] }];
}

const STATES: Readonly<Record<string, Tier>> = { PASS: 'affirming', FAIL: 'contraindicated', ERROR: 'none', UNKNOWN: 'none' };
/** What each of the three columns says of trust: passed, failed. */
const JUDGED: readonly { readonly name: ClaimName; readonly pass: number; readonly fail: number }[] = [
  { name: 'instance-identity', pass: 2, fail: 97 },
  { name: 'hardware', pass: 2, fail: 96 },
  { name: 'executables', pass: 3, fail: 96 },
];

function vectorOf(states: readonly string[]): readonly VectorEntry[] {
  return JUDGED.flatMap(({ name, pass, fail }, index) => {
    const state = states[index];
    const from = COLUMNS[index + 3] ?? '';
    const value = state === 'PASS' ? pass : state === 'FAIL' ? fail : state === 'ERROR' ? -1 : 0;
    return value === 0 ? [] : [derived({ name, value, reason: `${from}: ${state}`, from })];
  });
}

/** A time without a zone, read as UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d{1,9})?$/;

function timeOf(written: string): string | null {
  const [, day, time] = TIME.exec(written) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
