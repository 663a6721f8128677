import { concatBytes, equalBytes } from '#lib/encoding/bytes.ts';
import { findTpmHash, tpmDigest } from '../algorithms.ts';
import { EVENT_TYPE } from '../event-types.ts';
import type { LogEvent } from '../types.ts';
import { rawVariableOf } from './raw-variable-of.ts';
import { isHalfClosed } from './text.ts';

/**
 * Which part of a record's data its digests are over. Only that part is measured: whoever writes the log may write anything else.
 * `text`: the text without the word in front that says what it is, and without the NUL behind it.
 * `none`: the digest is over something that the log doesn't hold, such as the image that was loaded, or it is over other data.
 */
export type Coverage = 'all' | 'variable-value' | 'all-but-last-octet' | 'text' | 'none';

/** Parts of the data that a digest may be over, by the type of the record, the usual one first. */
function candidates({ type, data }: LogEvent): readonly { readonly covers: Coverage; readonly octets: Uint8Array }[] {
  const all = { covers: 'all' as const, octets: data };
  if (type === EVENT_TYPE.EV_EFI_VARIABLE_BOOT || type === EVENT_TYPE.EV_EFI_VARIABLE_BOOT2) return [all, ...variableValue(data)];
  // A shim before 15 measured the authority without the last octet that it logged.
  if (type === EVENT_TYPE.EV_EFI_VARIABLE_AUTHORITY)
    return [all, { covers: 'all-but-last-octet', octets: data.subarray(0, -1) }, ...variableValue(data)];
  return type === EVENT_TYPE.EV_IPL ? [all, ...closedText(data), ...textParts(data)] : [all];
}

/** The boot stub of systemd measures the whole NUL behind its text, and logs half of it. */
function closedText(data: Uint8Array): readonly { readonly covers: 'all'; readonly octets: Uint8Array }[] {
  return isHalfClosed(data) ? [{ covers: 'all', octets: concatBytes([data, Uint8Array.of(NUL)]) }] : [];
}

const [NUL, SPACE] = [0, 0x20];

/** GRUB measures a command, in some versions with the NUL behind it, and logs a word in front of it that says what it is. */
function textParts(data: Uint8Array): readonly { readonly covers: 'text'; readonly octets: Uint8Array }[] {
  const text = data.at(-1) === NUL ? data.subarray(0, -1) : data;
  const from = text.indexOf(SPACE) + 1;
  const behindWord = from === 0 ? [] : [text.subarray(from), data.subarray(from)];
  return [text, ...behindWord].map((octets) => ({ covers: 'text' as const, octets }));
}

function variableValue(data: Uint8Array): readonly { readonly covers: 'variable-value'; readonly octets: Uint8Array }[] {
  const variable = rawVariableOf({ data });
  return variable === null ? [] : [{ covers: 'variable-value', octets: variable.data }];
}

/**
 * Compares the digests of a record with its data, in every bank whose hash function is at hand.
 * @returns `none` where a single bank disagrees, and for EV_NO_ACTION, which measures nothing
 */
export function coverageOf(event: LogEvent): Coverage {
  if (event.type === EVENT_TYPE.EV_NO_ACTION) return 'none';
  return candidates(event).find(({ octets }) => isOver(event, octets))?.covers ?? 'none';
}

function isOver({ digests }: LogEvent, octets: Uint8Array): boolean {
  const known = digests.flatMap(({ hash, digest }) => {
    const name = findTpmHash(hash)?.name;
    return name === undefined ? [] : [{ name, digest }];
  });
  return known.length > 0 && known.every(({ name, digest }) => equalBytes(tpmDigest(name, octets), digest));
}
