import { ParseError } from '#lib/encoding/parse-error.ts';
import { type Member, membersOf, type Notes, note, textOf } from './members.ts';
import type { ReportedMeasurement } from './types.ts';

const HEX = /^(?:0x)?((?:[0-9a-f]{2})+)$/i;
/** Octets of the digests that a TPM or a drive may report: SHA-1, SHA-256, SHA-384, SHA-512. */
const DIGEST_OCTETS: readonly number[] = [20, 32, 48, 64];

/** Digests by name, in the order of the file; what is no digest is noted and left out. @throws ParseError 'bad-value' | 'too-many' */
export function readMeasurements(member: Member | undefined, limit: number, notes: Notes): readonly ReportedMeasurement[] {
  if (member === undefined || member.value === null) return [];
  const all = membersOf(member.value, member.path).unread();
  if (all.length > limit)
    throw new ParseError('too-many', `${all.length} digests at ${member.path}; at most ${limit} are read`, { path: member.path });
  return all.flatMap((each) => {
    const digest = HEX.exec(textOf(each, notes)?.trim() ?? '')?.[1]?.toLowerCase();
    if (digest !== undefined && DIGEST_OCTETS.includes(digest.length / 2)) return [{ name: each.key, digest, path: each.path }];
    note(notes, { code: 'odd-digest', detail: 'wanted a digest in hexadecimal digits', path: each.path });
    return [];
  });
}
