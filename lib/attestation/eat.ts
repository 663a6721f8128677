import { isMembers, type Members, membersOf } from '#lib/encoding/members.ts';
import { tokenAdapter } from './adapter.ts';
import { textOf } from './claim-values.ts';
import { eatEntries } from './eat-entries.ts';
import { nestedTokens } from './nested-token.ts';
import { MAX_SUBMODS, NOTHING_MORE, newNotes, readCommon, submodOf, textsOf, ueidOf } from './read-contents.ts';
import type { ResultContents, Submod } from './types.ts';

/**
 * Entity Attestation Tokens that carry verdicts of their own: results of measurements, state of debugging, who authorized the boot.
 * What they say is no more than that: without such a claim a part has no status.
 * @spec RFC 9711 section 4.2
 */
export const eat = tokenAdapter({
  format: 'eat',
  fits: (claims) =>
    ['eat_profile', 'ueid', 'measres', 'dbgstat', 'oemid', 'hwmodel', 'submods', 'measurements'].some((name) => claims[name] !== undefined),
  read: readEat,
});

function readEat(claims: Members): ResultContents {
  const notes = newNotes();
  const profile = textOf(claims.eat_profile);
  const parts = Object.entries(membersOf(claims.submods)).slice(0, MAX_SUBMODS);
  return {
    ...NOTHING_MORE,
    ...readCommon(claims, notes),
    profile,
    // A profile says which claims there are and what they mean: none is known here, and the standard's own claims are read.
    profileKnown: profile === null ? null : false,
    submods: [eatPart('attester', claims), ...parts.map(([name, part]) => submoduleOf(name, part))],
    nested: nestedTokens(claims),
    subjects: [...ueidOf(claims), ...parts.flatMap(([, part]) => ueidOf(membersOf(part)))],
    ...notes,
  };
}

/** A submodule that is a token of its own moves no status: who signed it is asked apart. @spec RFC 9711 section 4.2.18 */
function submoduleOf(name: string, part: unknown): Submod {
  return isMembers(part) ? eatPart(name, part) : submodOf({ name, stated: null, vector: [], policies: [], claims: part });
}

function eatPart(name: string, claims: Members): Submod {
  return submodOf({ name, stated: null, vector: eatEntries(claims), policies: textsOf(claims.swname), claims });
}
