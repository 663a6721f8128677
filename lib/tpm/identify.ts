import { looksLikeKeylimeQuote } from './keylime-quote.ts';
import { piecesOfContainer } from './parse.ts';

const GENERATED_QUOTE = [0xff, 0x54, 0x43, 0x47, 0x80, 0x18];
const MAX_PCR = 23;
const FIRST_EVENT_BYTES = 32;
/** Event types of the PC client profile: 0 to 0x13, and the EFI events from 0x80000000. */
const isEventType = (type: number): boolean => type <= 0x13 || (type >= 0x80000000 && type <= 0x80000200);

/** TPM_GENERATED_VALUE, then TPM_ST_ATTEST_QUOTE, as octets or in the quote string of Keylime. @spec TPM 2.0 Library Part 2 section 10.12.12 */
export function looksLikeQuote(bytes: Uint8Array): boolean {
  return GENERATED_QUOTE.every((octet, index) => bytes[index] === octet) || looksLikeKeylimeQuote(bytes);
}

/**
 * Whether the bytes begin with a record of an event log, or are a container of several logs.
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.1 (TCG_PCClientPCREvent)
 */
export function looksLikeEventLog(bytes: Uint8Array): boolean {
  const pieces = beginsWithRecord(bytes) ? null : piecesOfContainer(bytes);
  return pieces === null ? beginsWithRecord(bytes) : pieces.every(({ octets }) => beginsWithRecord(octets));
}

/** The first record has a PCR index, an event type and a size that the file can hold. */
function beginsWithRecord(bytes: Uint8Array): boolean {
  if (bytes.length < FIRST_EVENT_BYTES) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(28, true);
  return view.getUint32(0, true) <= MAX_PCR && isEventType(view.getUint32(4, true)) && size > 0 && FIRST_EVENT_BYTES + size <= bytes.length;
}
