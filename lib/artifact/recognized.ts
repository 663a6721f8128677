import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Format } from './format.ts';
import type { Kind } from './types.ts';

/** Formats that are told apart today and read by a later version. */
export const RECOGNIZED: readonly Format[] = [
  recognized('TPM quote', 'tpm-quote', isQuote),
  recognized('TPM event log', 'tpm-event-log', isEventLog),
  recognized('attestation result', 'attestation-result', isCompactJwt),
  recognized('reference manifest', 'reference-manifest', isReferenceManifest),
];

function recognized(name: string, kind: Kind, looksLikeIt: (bytes: Uint8Array) => boolean): Format {
  return {
    name,
    identify: (bytes) => (looksLikeIt(bytes) ? kind : undefined),
    parse: () => {
      throw new ParseError('unsupported-version', `this is a ${name}; this version of Assay recognizes it and does not read it`, {
        offset: 0,
      });
    },
  };
}

const HEAD_BYTES = 4096;

/** TPM_GENERATED_VALUE, then TPM_ST_ATTEST_QUOTE. @spec TPM 2.0 Part 2 section 10.12.12 */
function isQuote(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xff, 0x54, 0x43, 0x47, 0x80, 0x18]);
}

const MAX_PCR = 23;
const FIRST_EVENT_BYTES = 32;
/** Event types of the PC client profile: 0 to 0x12, and the EFI events from 0x80000000. */
const isEventType = (type: number): boolean => type <= 0x12 || (type >= 0x80000000 && type <= 0x80000200);

/**
 * The first record has a PCR index, an event type and a size that the file can hold.
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.1 (TCG_PCClientPCREvent)
 */
function isEventLog(bytes: Uint8Array): boolean {
  if (bytes.length < FIRST_EVENT_BYTES) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(28, true);
  return view.getUint32(0, true) <= MAX_PCR && isEventType(view.getUint32(4, true)) && size > 0 && FIRST_EVENT_BYTES + size <= bytes.length;
}

/** Three base64url parts of which the first is a JSON object with `alg`. @spec RFC 7515 section 3.1 */
function isCompactJwt(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x65 || bytes[1] !== 0x79) return false;
  const head = latin1(bytes.subarray(0, HEAD_BYTES));
  const first = /^([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]/.exec(head)?.[1];
  return first !== undefined && Buffer.from(first, 'base64url').toString('latin1').includes('"alg"');
}

const CORIM_TAG = [0xd9, 0x01, 0xf5];

/** A SWID tag (TCG RIM), or a CoRIM in CBOR. @spec TCG Reference Integrity Manifest Information Model 1.01 section 5 */
function isReferenceManifest(bytes: Uint8Array): boolean {
  if (startsWith(bytes, CORIM_TAG)) return true;
  const head = latin1(bytes.subarray(0, HEAD_BYTES));
  return head.trimStart().startsWith('<') && head.includes('SoftwareIdentity') && head.includes('19770');
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((octet, index) => bytes[index] === octet);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
