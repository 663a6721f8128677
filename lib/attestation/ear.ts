import { isMembers, type Members, membersOf } from '#lib/encoding/members.ts';
import { tokenAdapter } from './adapter.ts';
import { textOf } from './claim-values.ts';
import {
  attestationKeyOf,
  badClaim,
  MAX_SUBMODS,
  missingClaim,
  NOTHING_MORE,
  type Notes,
  newNotes,
  readCommon,
  readVector,
  submodOf,
  textsOf,
  ueidOf,
} from './read-contents.ts';
import { statusOf, type Tier } from './trustworthiness.ts';
import type { ResultContents, SubjectKey, Submod } from './types.ts';

/** Profiles whose claims mean the same: deployed ones, and those of the drafts. */
export const EAR_PROFILES: readonly string[] = [
  'tag:github.com,2023:veraison/ear',
  'tag:github.com,2024:confidential-containers/Trustee',
  'tag:ietf.org,2025-07:ear',
  'tag:ietf.org,2026:rats/ear#03',
];

/** A claim as it is deployed (`ear.verifier-id`) or as the newer drafts spell it (`ear_verifier_id`). */
function member(claims: Members, name: string): unknown {
  return claims[name] ?? claims[name.replaceAll(/[.-]/g, '_')];
}

const SPELLED_TWICE = ['ear.status', 'ear.trustworthiness-vector', 'ear.verifier-id', 'ear.veraison.key-attestation'];

/** A claim that stands there in both spellings, with two values: one of them would hide the other. */
function noteTwoValues(claims: Members, { path, notes }: { readonly path: string; readonly notes: Notes }): void {
  for (const name of SPELLED_TWICE) {
    const [older, newer] = [claims[name], claims[name.replaceAll(/[.-]/g, '_')]];
    if (older === undefined || newer === undefined || inOrder(older) === inOrder(newer)) continue;
    badClaim(notes, { path: `${path}${name}`, wanted: 'the same value in both spellings', got: [older, newer] });
  }
}

/** A value as text, its members in one order. None of these claims has members inside members. */
const inOrder = (value: unknown): string => JSON.stringify(isMembers(value) ? Object.entries(value).sort() : value);

/**
 * EAT Attestation Results, as Veraison, Trustee and others write them, in both spellings.
 * @spec draft-ietf-rats-ear sections 3 and 4; draft-ietf-rats-ar4si section 2
 */
export const ear = tokenAdapter({
  format: 'ear',
  fits: (claims) => {
    if (EAR_PROFILES.some((profile) => profile === claims.eat_profile) || member(claims, 'ear.verifier-id') !== undefined) return true;
    return Object.values(membersOf(claims.submods)).some((part) => member(membersOf(part), 'ear.status') !== undefined);
  },
  read: readEar,
});

function readEar(claims: Members): ResultContents {
  const notes = newNotes();
  const common = readCommon(claims, notes);
  const profile = textOf(claims.eat_profile);
  noteTwoValues(claims, { path: '', notes });
  if (profile === null) missingClaim(notes, 'eat_profile');
  if (claims.iat === undefined) missingClaim(notes, 'iat');
  const { developer, build } = verifierOf(claims, notes);
  const stated = member(claims, 'ear.status');
  const parts = partsOf(claims, notes);
  const submods = parts.map((part) => readAppraisal(part, notes));
  return {
    ...NOTHING_MORE,
    ...common,
    issuer: common.issuer ?? developer,
    verifier: build,
    profile,
    profileKnown: profile !== null && EAR_PROFILES.includes(profile),
    stated: stated === undefined ? null : statusIn({ written: stated, path: 'ear.status' }, notes),
    submods,
    subjects: [...ueidOf(claims), ...parts.flatMap((part) => subjectsOf(part, notes))],
    ...notes,
  };
}

function verifierOf(claims: Members, notes: Notes): { readonly developer: string | null; readonly build: string | null } {
  const written = member(claims, 'ear.verifier-id');
  if (written === undefined) missingClaim(notes, 'ear.verifier-id');
  else if (!isMembers(written)) badClaim(notes, { path: 'ear.verifier-id', wanted: 'developer and build', got: written });
  const { developer, build } = membersOf(written);
  return { developer: textOf(developer), build: textOf(build) };
}

type Part = readonly [string, Members];

function partsOf({ submods }: Members, notes: Notes): readonly Part[] {
  if (submods === undefined) missingClaim(notes, 'submods');
  const entries = Object.entries(membersOf(submods));
  if (submods !== undefined && (entries.length === 0 || entries.length > MAX_SUBMODS)) {
    badClaim(notes, { path: 'submods', wanted: `one to ${MAX_SUBMODS} parts`, got: entries.length === 0 ? submods : entries.length });
  }
  return entries.slice(0, MAX_SUBMODS).flatMap(([name, part]) => {
    if (isMembers(part)) return [[name, part] as const];
    badClaim(notes, { path: `submods.${name}`, wanted: 'an appraisal', got: part });
    return [];
  });
}

function readAppraisal([name, part]: Part, notes: Notes): Submod {
  const path = `submods.${name}`;
  noteTwoValues(part, { path: `${path}.`, notes });
  const written = member(part, 'ear.status');
  if (written === undefined) missingClaim(notes, `${path}.ear.status`);
  const vector = member(part, 'ear.trustworthiness-vector');
  const vectorPath = `${path}.ear.trustworthiness-vector`;
  if (vector !== undefined && !isMembers(vector)) badClaim(notes, { path: vectorPath, wanted: 'names and numbers', got: vector });
  const entries = readVector(membersOf(vector), { path: vectorPath, notes });
  for (const entry of entries) {
    if (!/tpm/i.test(name) || entry.tier !== 'affirming' || !BEYOND_A_TPM.includes(entry.name)) continue;
    notes.warnings.push({ code: 'beyond-attester', detail: `${entry.name} is affirmed, and a TPM shows nothing of it`, path: entry.from });
  }
  return submodOf({
    name,
    stated: written === undefined ? 'none' : statusIn({ written, path: `${path}.ear.status` }, notes),
    vector: entries,
    policies: [...textsOf(part['ear.appraisal-policy-id']), ...textsOf(part.ear_appraisal_policy_ids)],
    claims: part,
  });
}

/** A TPM attests what was loaded; it sees neither memory nor where data come from. */
const BEYOND_A_TPM = ['runtime-opaque', 'sourced-data'];

/** A status that can't be read is no statement. */
function statusIn({ written, path }: { readonly written: unknown; readonly path: string }, notes: Notes): Tier {
  const status = statusOf(written);
  if (status === null) badClaim(notes, { path, wanted: 'none, affirming, warning or contraindicated', got: written });
  return status ?? 'none';
}

function subjectsOf([name, part]: Part, notes: Notes): readonly SubjectKey[] {
  const path = `submods.${name}.ear.veraison.key-attestation`;
  const attested = member(part, 'ear.veraison.key-attestation');
  if (attested === undefined) return ueidOf(part);
  const { akpub } = membersOf(attested);
  const keys = typeof akpub === 'string' ? attestationKeyOf(new Uint8Array(Buffer.from(akpub, 'base64url'))) : [];
  if (keys.length === 0) badClaim(notes, { path, wanted: 'a public key (akpub)', got: attested });
  return [...ueidOf(part), ...keys];
}
