import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8 } from './bytes.ts';
import { parseJson } from './json.ts';
import { ParseError } from './parse-error.ts';

/** What the platform's own parser says of a text. */
function standard(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function ours(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseJson(encodeUtf8(text)) };
  } catch (error) {
    // The platform's parser takes duplicate names and infinity; we don't.
    if (error instanceof ParseError && (error.code === 'duplicate-key' || error.code === 'bad-value')) return standard(text);
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

test('whatever JSON.stringify writes comes back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(encodeUtf8(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('it takes and refuses the same texts as JSON.parse', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b',
    '"',
    '\\',
    '\\u00',
    '1',
    '-',
    '0',
    '.',
    'e',
    'true',
    'nul',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 10 }), (tokens) => {
      const text = tokens.join('');
      expect(ours(text)).toEqual(standard(text));
    }),
    { numRuns: 5000 },
  );
});

test('one changed character never crashes, and is judged as JSON.parse judges it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat(), fc.constantFrom('"', '\\', '{', ']', ',', '0', '\u0001', 'x'), (value, at, by) => {
      const text = JSON.stringify(value, null, 1);
      const changed = text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1);
      expect(ours(changed)).toEqual(standard(changed));
    }),
    { numRuns: 2000 },
  );
});
