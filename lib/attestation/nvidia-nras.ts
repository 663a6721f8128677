import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import type { Adapted, Opened, ResultAdapter } from './adapter.ts';
import { textOf } from './claim-values.ts';
import { eatEntries } from './eat-entries.ts';
import { type OpenToken, openJwt } from './open-token.ts';
import {
  badClaim,
  derived,
  MAX_SUBMODS,
  missingClaim,
  NOTHING_MORE,
  type Notes,
  newNotes,
  readCommon,
  submodOf,
  ueidOf,
  worstByName,
} from './read-contents.ts';
import type { Tier } from './trustworthiness.ts';
import type { ResultContents, VectorEntry } from './types.ts';

/**
 * The answer of NVIDIA's Remote Attestation Service: a token about all devices, and beside it one for each, which the first one binds by a digest.
 * @spec NVIDIA Attestation, claims guide 3.0; RFC 9711 section 5 (detached claims)
 */
export const nvidiaNras: ResultAdapter = {
  format: 'nvidia-nras',
  fits: (opened) => opened.carrier === 'json' && partsOf(opened.value) !== null,
  read: readNras,
};

interface Parts {
  readonly overall: string;
  readonly devices: readonly (readonly [string, unknown])[];
}

function partsOf(value: unknown): Parts | null {
  const [first, second] = listOf(value);
  const [word, overall] = listOf(first);
  if (word !== 'JWT' || typeof overall !== 'string') return null;
  return { overall, devices: Object.entries(membersOf(second)) };
}

function readNras(opened: Opened): Adapted {
  const parts = opened.carrier === 'json' ? partsOf(opened.value) : null;
  if (parts === null) throw new TypeError('not an answer of NRAS');
  const notes = newNotes();
  const overall = openJwt(encodeUtf8(parts.overall));
  const devices = parts.devices.slice(0, MAX_SUBMODS).flatMap(([name, token]): readonly Device[] => {
    if (typeof token !== 'string') {
      badClaim(notes, { path: name, wanted: 'a token', got: token });
      return [];
    }
    return [{ name, token, opened: openJwt(encodeUtf8(token), name) }];
  });
  bindDevices(overall.claims, devices, notes);
  return {
    carrier: 'jwt-list',
    contents: contentsOf(overall.claims, devices, notes),
    seals: [overall.seal, ...devices.map((device) => device.opened.seal)],
    claims: { overall: overall.claims, devices: Object.fromEntries(devices.map((device) => [device.name, device.opened.claims])) },
  };
}

interface Device {
  readonly name: string;
  readonly token: string;
  readonly opened: OpenToken;
}

/** A token of a device counts with the overall one that names its digest, and with no other. @spec RFC 9711 section 4.2.18.2 */
function bindDevices({ submods }: Members, devices: readonly Device[], notes: Notes): void {
  const named = membersOf(submods);
  for (const { name, token } of devices) {
    const [kind, digest] = listOf(named[name]);
    const [algorithm, value] = listOf(digest);
    const fits = kind === 'DIGEST' && algorithm === 'SHA-256' && textOf(value)?.toLowerCase() === sha256Hex(encodeUtf8(token));
    if (!fits)
      notes.problems.push({ code: 'part-does-not-fit', path: name, detail: `the overall token does not name the digest of ${name}` });
  }
  for (const name of Object.keys(named)) {
    if (!devices.some((device) => device.name === name)) missingClaim(notes, name);
  }
}

function contentsOf(overall: Members, devices: readonly Device[], notes: Notes): ResultContents {
  const common = readCommon(overall, notes);
  for (const { opened } of devices) readCommon(opened.claims, notes);
  return {
    ...NOTHING_MORE,
    ...common,
    verifier: textOf(overall['x-nvidia-ver']) === null ? null : `claims ${textOf(overall['x-nvidia-ver'])}`,
    stated: overallOf(overall, notes),
    submods: devices.map(({ name, opened: { claims } }) =>
      submodOf({ name, stated: null, vector: worstByName([...deviceEntries(claims), ...eatEntries(claims)]), policies: [], claims }),
    ),
    subjects: devices.flatMap(({ opened }) => ueidOf(opened.claims)),
    ...notes,
  };
}

function overallOf(overall: Members, notes: Notes): Tier {
  const path = 'x-nvidia-overall-att-result';
  const result = overall[path];
  if (typeof result === 'boolean') return result ? 'affirming' : 'contraindicated';
  if (result === undefined) missingClaim(notes, path);
  else badClaim(notes, { path, wanted: 'true or false', got: result });
  return 'none';
}

/** What a check of the verifier says where it failed; by the end of its name, which begins with the kind of device. */
const CHECKS: readonly {
  readonly ends: string;
  readonly name: 'hardware' | 'instance-identity' | 'executables';
  readonly value: number;
}[] = [
  { ends: '-attestation-report-signature-verified', name: 'instance-identity', value: 99 },
  { ends: '-attestation-report-nonce-match', name: 'instance-identity', value: 99 },
  { ends: '-attestation-report-cert-chain-fwid-match', name: 'instance-identity', value: 97 },
  { ends: '-arch-check', name: 'hardware', value: 97 },
  { ends: '-driver-rim-signature-verified', name: 'executables', value: 99 },
  { ends: '-vbios-rim-signature-verified', name: 'executables', value: 99 },
  { ends: '-bios-rim-signature-verified', name: 'executables', value: 99 },
];

function deviceEntries(claims: Members): readonly VectorEntry[] {
  const checked = Object.entries(claims).flatMap(([claim, written]): readonly VectorEntry[] => {
    const check = typeof written === 'boolean' ? CHECKS.find(({ ends }) => claim.endsWith(ends)) : undefined;
    if (check === undefined) return [];
    const words = claim.replace(/^x-nvidia-/, '').replaceAll('-', ' ');
    const reason = written === true ? `${words}: true` : `${words}: false`;
    return [derived({ name: check.name, value: written === true ? 2 : check.value, reason, from: claim })];
  });
  const { secboot } = claims;
  if (secboot !== false) return checked;
  return [...checked, derived({ name: 'configuration', value: 32, reason: 'Secure Boot is off', from: 'secboot' })];
}

/** Whether a JSON text begins as such an answer does. */
export const NRAS_BEGINNING = /^\s*\[\s*\[\s*"JWT"\s*,/;
