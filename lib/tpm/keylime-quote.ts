import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { findTpmHash } from './algorithms.ts';
import { matchesDigest, type PcrValue, parsePcrValues, pcrDigestOf } from './pcr-values.ts';
import { parseTpmSignature, type TpmSignature } from './signature.ts';
import type { TpmQuote } from './types.ts';

/** Characters of one quote string: message, signature and PCR values of the most octets each, in Base64. */
export const MAX_QUOTE_CHARACTERS = 128 * 1024;
const SPEC = 'Keylime agent API, the member `quote` of a quote';
const PART = '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?';
const FORM = new RegExp(`^r${PART}:${PART}:${PART}\\s*$`);
/** What TPM_GENERATED_VALUE and TPM_ST_ATTEST_QUOTE are in Base64, behind the letter. */
const BEGINNING = 'r/1RDR4AY';
/** How zlib begins, at each of its levels. */
const ZLIB = /^r?eJ|^r?eA|^r?eN/;
const PARTS = ['message', 'signature', 'pcrs'] as const;

/** Whether the octets begin like a quote string of Keylime: the letter, then a quote in Base64, then a colon. */
export function looksLikeKeylimeQuote(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, BEGINNING.length)).toString('latin1');
  return head === BEGINNING || (head.startsWith('r') && ZLIB.test(head) && FORM.test(textOf(bytes)));
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, MAX_QUOTE_CHARACTERS + 1)).toString('latin1');

/**
 * Parses the quote string of a Keylime agent: `r`, then message, signature and PCR values of tpm2-tools in Base64, with colons between. The key that signed it
 * is not in it, so that the signature is not verified here; values that are not those of the quote are told.
 * @param readMessage  reads the octets of the message
 * @throws ParseError 'too-large', 'bad-value', 'unsupported-version' for parts that are packed, and those of each part with its path
 */
export function parseKeylimeQuote(bytes: Uint8Array, readMessage: (octets: Uint8Array) => TpmQuote): TpmQuote {
  if (bytes.length > MAX_QUOTE_CHARACTERS) {
    throw new ParseError('too-large', `a quote string of ${bytes.length} characters; at most ${MAX_QUOTE_CHARACTERS} are read`, {
      offset: MAX_QUOTE_CHARACTERS,
      spec: SPEC,
    });
  }
  const text = textOf(bytes);
  if (!FORM.test(text))
    throw new ParseError('bad-value', 'wanted r, then three parts in Base64 with colons between', { offset: 0, spec: SPEC });
  const parts = text.trim().slice(1).split(':');
  const offsets = parts.map((_, index) => 1 + parts.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0));
  const read = <T>(index: 0 | 1 | 2, parse: (octets: Uint8Array) => T): T => {
    const part = parts[index] ?? '';
    const offset = offsets[index] ?? 0;
    const path = PARTS[index];
    if (ZLIB.test(part))
      throw new ParseError('unsupported-version', `the ${path} is packed with zlib, which Assay does not unpack`, {
        offset,
        path,
        spec: SPEC,
      });
    return inPart({ offset, path }, () => parse(new Uint8Array(Buffer.from(part, 'base64'))));
  };
  const quote = read(0, readMessage);
  const signature = read(1, parseTpmSignature);
  return { ...quote, warnings: [...quote.warnings, ...differing(quote, { signature, values: read(2, parsePcrValues) })] };
}

/** An offset inside a part says nothing of the text: the part's own beginning does. */
function inPart<T>({ offset, path }: { readonly offset: number; readonly path: string }, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new ParseError(error.code, `${path}: ${error.message}`, { offset, path, spec: error.spec ?? SPEC });
  }
}

function differing(
  { pcrSelect, pcrDigest }: TpmQuote,
  { signature, values }: { readonly signature: TpmSignature; readonly values: readonly PcrValue[] },
): readonly Warning[] {
  const hash = findTpmHash(signature.hash)?.name;
  if (hash === undefined)
    return [{ code: 'unknown-hash', detail: 'the PCR values were not compared: the hash of the signature is not known' }];
  const valueIn = (bank: number, pcr: number): Uint8Array | undefined =>
    values.find((each) => each.hash === bank && each.pcr === pcr)?.value;
  if (matchesDigest(pcrDigestOf({ hash, selections: pcrSelect, valueIn }), pcrDigest)) return [];
  return [{ code: 'pcr-values-differ', detail: 'the PCR values beside the quote are not those that it was made over: they say nothing' }];
}
