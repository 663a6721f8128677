import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import type { Adapted, Opened, ResultAdapter } from './adapter.ts';
import { lookUp, textOf } from './claim-values.ts';
import { badClaim, derived, MAX_SUBMODS, NOTHING_MORE, type Notes, newNotes, submodOf } from './read-contents.ts';
import type { Tier } from './trustworthiness.ts';
import type { SubjectKey, Submod, VectorEntry } from './types.ts';

/**
 * What a Keylime verifier answers about attestations over its API of version 3: one, or a list, of which the newest counts that was judged: one that is
 * still being evaluated takes back nothing of what was found before.
 * @spec Keylime REST API 3.0, GET /v3.0/agents/{agent_id}/attestations
 */
export const keylimeAttestations: ResultAdapter = {
  format: 'keylime-attestations',
  fits: (opened) => opened.carrier === 'json' && attestationsOf(opened.value).length > 0,
  read: readAttestations,
};

interface Attestation {
  readonly id: string | null;
  readonly attributes: Members;
  readonly resource: Members;
}

function attestationsOf(value: unknown): readonly Attestation[] {
  const { data } = membersOf(value);
  const resources = Array.isArray(data) ? listOf(data) : [data];
  return resources.slice(0, MAX_SUBMODS).flatMap((resource) => {
    const attributes = membersOf(membersOf(resource).attributes);
    if (!isMembers(resource) || attributes.stage === undefined || attributes.evaluation === undefined) return [];
    return [{ id: typeof resource.id === 'number' ? String(resource.id) : textOf(resource.id), attributes, resource }];
  });
}

function readAttestations(opened: Opened): Adapted {
  const value = opened.carrier === 'json' ? opened.value : undefined;
  const notes = newNotes();
  const read = attestationsOf(value).map((attestation) => readAttestation(attestation, notes));
  const judged = read.filter(({ isPending }) => !isPending);
  const [newest] = (judged.length > 0 ? judged : read).toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
  return {
    contents: {
      ...NOTHING_MORE,
      issuer: null,
      issuedAt: newest?.at ?? null,
      submods: read.map(({ submod }) => submod),
      subjects: read.flatMap(({ agent }) => agent).slice(0, 1),
      newest: newest?.submod.status ?? 'none',
      ...notes,
    },
    seals: [],
    claims: value,
  };
}

interface ReadAttestation {
  readonly submod: Submod;
  readonly at: string | null;
  readonly isPending: boolean;
  readonly agent: readonly SubjectKey[];
}

const EVALUATIONS: Readonly<Record<string, Tier>> = { pass: 'affirming', fail: 'contraindicated', pending: 'none' };

function readAttestation({ id, attributes, resource }: Attestation, notes: Notes): ReadAttestation {
  const path = `attestation ${id ?? '?'}`;
  const stated = lookUp(EVALUATIONS, textOf(attributes.evaluation));
  if (stated === undefined) badClaim(notes, { path: `${path}.evaluation`, wanted: 'pass, fail or pending', got: attributes.evaluation });
  const submod = submodOf({ name: path, stated: stated ?? 'none', vector: vectorOf(attributes), policies: [], claims: resource });
  const at = textOf(attributes.verification_completed_at) ?? textOf(attributes.evidence_received_at);
  return { submod, at: at === null ? null : isoOf(at), isPending: attributes.evaluation === 'pending', agent: agentOf(resource) };
}

/** With its zone; else it is not known which instant it is. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function isoOf(written: string): string | null {
  const time = ISO.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function vectorOf({ evaluation, failure_reason: written }: Members): readonly VectorEntry[] {
  const from = 'failure_reason';
  if (evaluation === 'pass') {
    return [derived({ name: 'instance-identity', value: 2, reason: 'the evidence is by the key that was registered', from: 'evaluation' })];
  }
  if (evaluation !== 'fail') return [];
  const reason = textOf(written);
  if (reason === 'broken_evidence_chain') {
    return [derived({ name: 'instance-identity', value: 99, reason: 'the evidence does not hold together cryptographically', from })];
  }
  const words =
    reason === 'policy_violation'
      ? 'the evidence does not match the policy'
      : `the attestation failed: ${reason?.slice(0, 60) ?? 'no reason given'}`;
  return [derived({ name: 'executables', value: 96, reason: words, from })];
}

/** The agent stands in the resource's own address. */
function agentOf(resource: Members): readonly SubjectKey[] {
  const self = textOf(membersOf(resource.links).self);
  const agent = self === null ? undefined : /\/agents\/([^/?#]{1,100})\//.exec(self)?.[1];
  return agent === undefined ? [] : [{ kind: 'agent-id', value: agent.toLowerCase() }];
}
