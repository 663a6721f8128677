import { isMembers, type Members, membersOf } from '#lib/encoding/members.ts';
import type { Adapted, Opened, ResultAdapter } from './adapter.ts';
import { lookUp, textOf, timeOf } from './claim-values.ts';
import { eventEntry } from './keylime-events.ts';
import { derived, missingClaim, NOTHING_MORE, type Notes, newNotes, submodOf } from './read-contents.ts';
import type { Tier } from './trustworthiness.ts';
import type { VectorEntry } from './types.ts';

/**
 * What a Keylime verifier answers about one agent over its API of version 2.
 * @spec Keylime REST API 2.5, GET /v2.5/agents/{agent_id}
 */
export const keylimeAgent: ResultAdapter = {
  format: 'keylime-agent',
  fits: (opened) => opened.carrier === 'json' && isMembers(opened.value) && membersOf(opened.value.results).operational_state !== undefined,
  read: readAgent,
};

function readAgent(opened: Opened): Adapted {
  const claims = membersOf(opened.carrier === 'json' ? opened.value : undefined);
  const results = membersOf(claims.results);
  const notes = newNotes();
  const stated = statedBy(results, notes);
  const agent = textOf(results.agent_id) ?? textOf(results.agent_uuid);
  return {
    contents: {
      ...NOTHING_MORE,
      issuer: textOf(results.verifier_id),
      issuedAt: timeOf(results.last_received_quote) ?? timeOf(results.last_successful_attestation),
      submods: [submodOf({ name: agent ?? 'agent', stated, vector: vectorOf(results, stated), policies: [], claims: results })],
      subjects: agent === null ? [] : [{ kind: 'agent-id', value: agent.toLowerCase().slice(0, 100) }],
      ...notes,
    },
    seals: [],
    claims,
  };
}

/** Get quote, get quote again, provide V, provide V again: states that an agent is in while its quotes convince. */
const GOOD_STATES = [3, 4, 5, 6];
/** Failed, invalid quote, tenant failed. */
const BAD_STATES = [7, 9, 10];
const STATUSES: Readonly<Record<string, Tier>> = { PASS: 'affirming', FAIL: 'contraindicated', PENDING: 'none', TIMEOUT: 'none' };

/** The worse of what the state and the status say. A timeout is no failed attestation: it is none. */
function statedBy({ operational_state: state, attestation_status: written }: Members, notes: Notes): Tier {
  if (BAD_STATES.some((bad) => bad === state)) return 'contraindicated';
  const status = textOf(written);
  if (status !== null) return lookUp(STATUSES, status) ?? 'none';
  if (typeof state !== 'number') missingClaim(notes, 'results.operational_state');
  return GOOD_STATES.some((good) => good === state) ? 'affirming' : 'none';
}

/** Keylime says pass or fail, and for a failure by which event. What it compared with, its flags tell. */
function vectorOf(results: Members, stated: Tier): readonly VectorEntry[] {
  if (stated === 'contraindicated') return [eventEntry(textOf(results.last_event_id), 'results.last_event_id')];
  if (stated !== 'affirming') return [];
  const identity = derived({
    name: 'instance-identity',
    value: 2,
    reason: 'the quote is by the key that was registered',
    from: 'results.attestation_status',
  });
  const { has_runtime_policy: runtime, has_mb_refstate: boot } = results;
  if (runtime !== 1 && runtime !== true && boot !== 1 && boot !== true) return [identity];
  const isRuntime = runtime === 1 || runtime === true;
  const reason = isRuntime ? 'boot and programs since match the policy' : 'boot matches the reference state';
  const from = isRuntime ? 'results.has_runtime_policy' : 'results.has_mb_refstate';
  return [identity, derived({ name: 'executables', value: isRuntime ? 2 : 3, reason, from })];
}
