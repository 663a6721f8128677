import { sha256Hex } from '#lib/encoding/digest.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { parseImaLog } from '#lib/tpm/ima-log.ts';
import { parseEventLogs, parseTpmQuote } from '#lib/tpm/parse.ts';
import { splitPcrValues } from '#lib/tpm/pcr-values.ts';
import { parsePublicArea } from '#lib/tpm/public-area.ts';
import { parseRuntimeLog } from '#lib/tpm/runtime-log.ts';
import { parseTpmSignature } from '#lib/tpm/signature.ts';
import type { InventoryFile } from './evidence-binding.ts';
import type { AttestationEvidence, LogBeside } from './evidence-types.ts';

/** Octets of one file of evidence. A firmware log has under 100 KiB; a server's measurement list of months some tens of MiB. */
export const MAX_EVIDENCE_BYTES = 64 * 1024 * 1024;
/** Octets of the certificate of an endorsement key. Real ones have under 2 KiB, and padding behind. */
export const MAX_CERTIFICATE_BYTES = 16 * 1024;
/** Octets of what one program printed about the parts. */
export const MAX_INVENTORY_BYTES = 16 * 1024 * 1024;
/** Two levels, a few texts: anything beyond is no evidence. */
const JSON_LIMITS = { maxDepth: 3, maxValues: 32 } as const;

const SPEC = 'Assay evidence 1 (docs/evidence.md)';
const FORMAT = 'assay-evidence';
const LOOKED_AT = 256;
const MEMBERS: ReadonlySet<string> = new Set([
  'format',
  'version',
  'attestationKey',
  'endorsementKey',
  'endorsementCertificate',
  'quote',
  'signature',
  'pcrValues',
  'eventLog',
  'imaLog',
  'runtimeLog',
  'inventory',
]);
const INVENTORY_NAMES: ReadonlySet<string> = new Set(['dmidecode', 'lshw', 'fwupd']);

/** Whether the bytes are JSON that names this format in front. Looks, never throws. */
export function looksLikeEvidence(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('latin1');
  return /^\s*\{\s*"format"\s*:\s*"assay-evidence"/.test(head.replace(/^\u00ef\u00bb\u00bf/, ''));
}

/**
 * Parses one file of evidence: JSON with `format` first, and octets in Base64. A log that can't be read is told in its place, since
 * the quote beside it says something all the same; anything else that isn't as it should be refuses the file.
 * @throws ParseError those of JSON; 'missing-field', 'bad-value', 'bad-base64', 'too-large', 'unsupported-version', and those of the
 *         structures within, with the path of the member; their offsets count from the first octet of the member's own value
 */
export function parseEvidence(bytes: Uint8Array): AttestationEvidence {
  if (bytes.length > MAX_EVIDENCE_BYTES) {
    throw new ParseError('too-large', `evidence of ${bytes.length} octets; at most ${MAX_EVIDENCE_BYTES} are read`, { spec: SPEC });
  }
  const file = membersAt(parseJson(bytes, JSON_LIMITS), { path: '', known: MEMBERS });
  if (file.format !== FORMAT) throw refusal('bad-value', 'format', `the format is not ${FORMAT}`);
  if (file.version !== 1) throw refusal('unsupported-version', 'version', 'the version of the evidence is not 1');
  const optional = <T>(name: string, read: (octets: Uint8Array) => T): T | null =>
    file[name] === undefined ? null : within(name, () => read(octetsAt(file[name], name)));
  const required = <T>(name: string, read: (octets: Uint8Array) => T): T => {
    const value = optional(name, read);
    if (value === null) throw refusal('missing-field', name, `evidence has ${name}`);
    return value;
  };
  const quote = required('quote', parseTpmQuote);
  return {
    kind: 'attestation-evidence',
    version: 1,
    attestationKey: required('attestationKey', parsePublicArea),
    endorsementKey: optional('endorsementKey', parsePublicArea),
    endorsementCertificate: optional('endorsementCertificate', certificateOctets),
    quote,
    signature: required('signature', parseTpmSignature),
    pcrValues: optional('pcrValues', (octets) => splitPcrValues(octets, quote.pcrSelect)),
    eventLog: logAt(optional('eventLog', same), parseEventLogs),
    imaLog: logAt(optional('imaLog', same), parseImaLog),
    runtimeLog: logAt(optional('runtimeLog', same), parseRuntimeLog),
    inventory: inventoryAt(file.inventory),
    warnings: [],
  };
}

const same = (octets: Uint8Array): Uint8Array => octets;

type Members = Readonly<Record<string, unknown>>;

function membersAt(value: unknown, { path, known }: { readonly path: string; readonly known: ReadonlySet<string> }): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal('bad-value', path, 'wanted an object');
  const members: Members = Object.fromEntries(Object.entries(value));
  const strange = Object.keys(members).find((name) => !known.has(name));
  if (strange === undefined) return members;
  const shown = JSON.stringify(strange.slice(0, 40));
  throw refusal('bad-value', path, `this version has no member ${shown}${path === '' ? '' : ` in ${path}`}`);
}

/** Standard Base64 with its padding, written in the one way that the octets have. @spec RFC 4648 sections 3.5 and 4 */
function octetsAt(value: unknown, path: string): Uint8Array {
  if (typeof value !== 'string') throw refusal('bad-value', path, `${path} is not a text in Base64`);
  const octets = Buffer.from(value, 'base64');
  if (octets.toString('base64') !== value) throw refusal('bad-base64', path, `${path} is not Base64 with its padding and nothing else`);
  return new Uint8Array(octets);
}

/** What a structure refuses is told with the member that holds it. */
function within<T>(member: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { code, message, offset, path, spec = SPEC } = error;
    const place = offset === undefined ? '' : ` (octet ${offset} of ${member})`;
    throw new ParseError(code, `${message}${place}`, { path: path === undefined || path === member ? member : `${member}.${path}`, spec });
  }
}

function certificateOctets(octets: Uint8Array): Uint8Array {
  if (octets.length > 0 && octets.length <= MAX_CERTIFICATE_BYTES) return octets;
  throw new ParseError('too-large', `a certificate of ${octets.length} octets; 1 to ${MAX_CERTIFICATE_BYTES} are read`, { spec: SPEC });
}

function logAt<T>(octets: Uint8Array | null, read: (octets: Uint8Array) => T): LogBeside<T> {
  if (octets === null) return { state: 'absent' };
  if (octets.length === 0) return { state: 'empty' };
  try {
    return { state: 'read', log: read(octets), sha256: sha256Hex(octets) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { state: 'unreadable', failure: { code: error.code, message: error.message, offset: error.offset ?? null } };
  }
}

function inventoryAt(value: unknown): readonly InventoryFile[] {
  if (value === undefined) return [];
  const files = Object.entries(membersAt(value, { path: 'inventory', known: INVENTORY_NAMES })).map(([name, written]) => {
    const path = `inventory.${name}`;
    const octets = octetsAt(written, path);
    if (octets.length > MAX_INVENTORY_BYTES) {
      throw refusal('too-large', path, `${octets.length} octets of ${name}; at most ${MAX_INVENTORY_BYTES} are read`);
    }
    return { name, octets };
  });
  if (files.length === 0) throw refusal('missing-field', 'inventory', 'an inventory without a file is left out');
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function refusal(code: 'bad-value' | 'missing-field' | 'bad-base64' | 'too-large' | 'unsupported-version', path: string, message: string) {
  return new ParseError(code, message, path === '' ? { spec: SPEC } : { path, spec: SPEC });
}
