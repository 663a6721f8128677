import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { looksLikeQuote } from './identify.ts';
import { MAX_QUOTE_CHARACTERS } from './keylime-quote.ts';
import { parseTpmQuote } from './parse.ts';

const FOLDER = join('..', 'shared', 'corpus', 'attestation', 'keylime-quote');
const isPresent = existsSync(FOLDER);
if (!isPresent) console.info(`NOTICE: ${FOLDER} is absent; no real quote string is read`);
const file = (name: string): Uint8Array => new Uint8Array(isPresent ? readFileSync(join(FOLDER, name)) : []);
const [message, signature, pcrs] = ['quote.out', 'quotesig.out', 'quotepcr.out'].map(file);
const stringOf = (...parts: readonly (Uint8Array | undefined)[]): Uint8Array =>
  encodeUtf8(`r${parts.map((part) => toBase64(part ?? new Uint8Array())).join(':')}`);

function refusalOf(bytes: Uint8Array): Pick<ParseError, 'code' | 'path' | 'offset'> {
  try {
    parseTpmQuote(bytes);
  } catch (error) {
    if (error instanceof ParseError) return { code: error.code, path: error.path, offset: error.offset };
    throw error;
  }
  throw new Error('was read');
}

describe.runIf(isPresent)('a quote string of Keylime', () => {
  const whole = stringOf(message, signature, pcrs);

  test('says what its message says, and its PCR values are those of the quote', () => {
    expect(looksLikeQuote(whole)).toBe(true);
    const { warnings, ...quote } = parseTpmQuote(whole);
    const { warnings: _, ...bare } = parseTpmQuote(message ?? new Uint8Array());
    expect([quote, warnings]).toEqual([bare, []]);
  });

  test('with other PCR values says that they are not those of the quote', () => {
    const other = Uint8Array.from(pcrs ?? []);
    other[150] = (other[150] ?? 0) ^ 1;
    expect(parseTpmQuote(stringOf(message, signature, other)).warnings).toMatchObject([{ code: 'pcr-values-differ' }]);
  });

  test('cut at any length is refused, with the part and an octet of the text', () => {
    for (let length = 10; length < whole.length; length += 1) {
      const { code, offset = -1 } = refusalOf(whole.subarray(0, length));
      expect(['bad-value', 'truncated', 'trailing-data', 'too-many'], `${length}`).toContain(code);
      expect(offset >= 0 && offset <= length).toBe(true);
    }
    expect(refusalOf(stringOf(message, (signature ?? new Uint8Array()).subarray(0, -1), pcrs))).toMatchObject({
      code: 'truncated',
      path: 'signature',
    });
  });

  test('that is packed, or too long, is refused and not unpacked', () => {
    const packed = encodeUtf8(`reJwB${'A'.repeat(40)}:eJwBAAAA:eJwBAAAA`);
    expect(looksLikeQuote(packed)).toBe(true);
    expect(refusalOf(packed)).toMatchObject({ code: 'unsupported-version', path: 'message', offset: 1 });
    expect(refusalOf(encodeUtf8(`${Buffer.from(whole).toString('latin1')}${'A'.repeat(MAX_QUOTE_CHARACTERS)}`)).code).toBe('too-large');
  });
});
