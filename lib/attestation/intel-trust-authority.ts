import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { tokenAdapter } from './adapter.ts';
import { textOf } from './claim-values.ts';
import { eatEntries } from './eat-entries.ts';
import { derived, MAX_SUBMODS, missingClaim, NOTHING_MORE, newNotes, readCommon, submodOf, worstByName } from './read-contents.ts';
import { tcbEntries } from './tcb-status.ts';
import type { ResultContents, Submod, VectorEntry } from './types.ts';

const ISSUERS = ['Intel Trust Authority', 'Trust Authority'];
const PROFILE = 'https://portal.trustauthority.intel.com/eat_profile.html';
/** Objects of version 2, one for each kind of attester. */
const ATTESTERS = ['tdx', 'sgx', 'sevsnp', 'tpm', 'nvgpu'];

/**
 * Tokens of Intel Trust Authority: version 1 with one attester's claims at the top, version 2 with an object for each.
 * @spec Intel Trust Authority, attestation token; EAT profile 1.0.1
 */
export const intelTrustAuthority = tokenAdapter({
  format: 'intel-trust-authority',
  fits: ({ iss, eat_profile }) =>
    ISSUERS.some((issuer) => issuer === iss) || (textOf(eat_profile) ?? '').includes('trustauthority.intel.com/'),
  read: readIntel,
});

function readIntel(claims: Members): ResultContents {
  const notes = newNotes();
  const policies = listOf(claims.policy_ids_matched).flatMap((policy) => textOf(membersOf(policy).id) ?? []);
  const unmatched = policyEntries(claims);
  const nested = ATTESTERS.flatMap((name) => partsOf(name, claims[name]));
  const flat = textOf(claims.attester_type);
  const parts: readonly Part[] = nested.length > 0 ? nested : flat === null ? [] : [[flat.toLowerCase(), claims]];
  if (parts.length === 0) missingClaim(notes, 'attester_type');
  const profile = textOf(claims.eat_profile);
  return {
    ...NOTHING_MORE,
    ...readCommon(claims, notes),
    nonces: [textOf(membersOf(claims.verifier_nonce).val) ?? []].flat(),
    profile,
    profileKnown: profile === PROFILE,
    submods: parts.slice(0, MAX_SUBMODS).map((part) => attesterOf(part, { policies, shared: [...unmatched, ...eatEntries(claims)] })),
    ...notes,
  };
}

type Part = readonly [string, Members];

/** Several GPUs stand in a list. */
function partsOf(name: string, written: unknown): readonly Part[] {
  if (isMembers(written)) return [[name, written]];
  return listOf(written).flatMap((each, index) => (isMembers(each) ? [[`${name}-${index}`, each] as const] : []));
}

interface Shared {
  readonly policies: readonly string[];
  /** What the token says of all attesters together. */
  readonly shared: readonly VectorEntry[];
}

function attesterOf([name, claims]: Part, { policies, shared }: Shared): Submod {
  const vector = worstByName([...tcbEntries(claims), ...debugEntries(claims), ...eatEntries(claims), ...shared]);
  return submodOf({ name, stated: null, vector, policies, claims });
}

function debugEntries(claims: Members): readonly VectorEntry[] {
  const from = Object.keys(claims).find((name) => /(?:^|_)is_debuggable$/.test(name) && claims[name] === true);
  return from === undefined ? [] : [derived({ name: 'configuration', value: 96, reason: 'the environment can be debugged', from })];
}

/** A token is made even where a policy that was asked for did not match. */
function policyEntries({ policy_ids_unmatched: written }: Members): readonly VectorEntry[] {
  const ids = listOf(written).flatMap((policy) => textOf(membersOf(policy).id) ?? []);
  if (ids.length === 0) return [];
  const reason = `${ids.length} of the policies did not match, the first ${ids[0]?.slice(0, 60)}`;
  return [derived({ name: 'configuration', value: 33, reason, from: 'policy_ids_unmatched' })];
}
