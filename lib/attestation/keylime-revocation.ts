import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { isMembers, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Adapted, Opened, ResultAdapter } from './adapter.ts';
import { textOf } from './claim-values.ts';
import { parseInside } from './json-web-signature.ts';
import { eventEntry } from './keylime-events.ts';
import { badClaim, NOTHING_MORE, type Notes, newNotes, submodOf } from './read-contents.ts';
import type { Tier } from './trustworthiness.ts';
import type { ResultSeal } from './types.ts';

/** The algorithm of Keylime's signature: RSASSA-PSS over SHA-256 with the longest salt that the key allows. */
export const KEYLIME_PSS = 'keylime-pss';

/**
 * The message that a Keylime verifier posts when it revokes an agent. Signed is the exact text of `msg`, which is JSON itself.
 * @spec Keylime, revocation notifications over webhook
 */
export const keylimeRevocation: ResultAdapter = {
  format: 'keylime-revocation',
  fits: (opened) =>
    opened.carrier === 'json' && isMembers(opened.value) && typeof opened.value.msg === 'string' && opened.value.signature !== undefined,
  read: readRevocation,
};

function readRevocation(opened: Opened): Adapted {
  const { msg, signature } = membersOf(opened.carrier === 'json' ? opened.value : undefined);
  const message = encodeUtf8(textOf(msg) ?? '');
  const claims = parseInside(message, { offset: 0, path: 'msg' });
  if (!isMembers(claims)) throw new ParseError('bad-value', 'msg is no JSON object', { offset: 0, path: 'msg' });
  const notes = newNotes();
  if (claims.type !== 'revocation') badClaim(notes, { path: 'type', wanted: 'revocation', got: claims.type });
  const agent = textOf(claims.agent_id);
  const stated = statedBy(claims);
  return {
    contents: {
      ...NOTHING_MORE,
      issuer: null,
      issuedAt: timeOf(claims, notes),
      submods: [submodOf({ name: agent ?? 'agent', stated, vector: [entryOf(claims, stated)].flat(), policies: [], claims })],
      subjects: agent === null ? [] : [{ kind: 'agent-id', value: agent.toLowerCase().slice(0, 100) }],
      ...notes,
    },
    seals: sealsOf(message, signature),
    claims,
  };
}

/** Severities that tell of no failure. All others do, those that nobody knows too. */
const MILD = ['info', 'notice'];

function statedBy({ severity_label: severity }: Members): Tier {
  const label = textOf(severity)?.toLowerCase();
  if (label === 'warning') return 'warning';
  return label !== undefined && MILD.includes(label) ? 'none' : 'contraindicated';
}

function entryOf(claims: Members, stated: Tier): ReturnType<typeof eventEntry>[] {
  return stated === 'contraindicated' ? [eventEntry(textOf(claims.event_id), 'event_id')] : [];
}

function sealsOf(signed: Uint8Array, written: unknown): readonly ResultSeal[] {
  const text = textOf(written);
  if (text === null || text === 'none') return [];
  const signature = new Uint8Array(Buffer.from(text, 'base64'));
  return [{ part: '', algorithm: KEYLIME_PSS, signed, signature, keyId: null, certificates: [], keySources: [], notUnderstood: [] }];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** As C's asctime writes it: `Tue Nov  3 10:20:30 2026`. */
const ASCTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/;

/** Without a zone: read as UTC, and told. */
function timeOf({ event_time: written }: Members, notes: Notes): string | null {
  const [, month = '', day, hour, minute, second, year] = ASCTIME.exec(textOf(written) ?? '') ?? [];
  if (year === undefined || !MONTHS.includes(month)) return null;
  notes.warnings.push({ code: 'time-without-zone', detail: 'event_time has no time zone and is read as UTC', path: 'event_time' });
  const time = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  return new Date(time).toISOString();
}
